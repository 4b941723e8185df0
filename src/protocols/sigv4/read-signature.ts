import { readQuery } from "./canonical-query.ts";
import { SignatureError } from "./fault.ts";
import { isRegion } from "./region.ts";
import { type RegionSet, readRegionSet } from "./region-set.ts";
import { findHeader, type WireRequest } from "./request.ts";
import { ecdsaAlgorithm, hmacAlgorithm, type Signature } from "./signature.ts";
import { readSignedHeaders, type SignedHeaders } from "./signed-headers.ts";
import { readTimestamp, writeTimestamp } from "./timestamp.ts";

/** The names that a scope may have for a service; the first is the right one. */
type Services = readonly [string, ...string[]];

const defaultValiditySeconds = 15 * 60;
const maxValiditySeconds = 7 * 24 * 60 * 60;

/**
 * Reads what an `Authorization: AWS4-… …` header says.
 *
 * @throws SignatureError `incomplete` or `wrong-scope`.
 */
export function readHeaderSignature(
  authorization: string,
  request: WireRequest,
  services: Services,
): Signature {
  const space = authorization.indexOf(" ");
  const algorithm = readAlgorithm(space === -1 ? authorization : authorization.slice(0, space));
  const { credential, signedHeaders, signature } = readParameters(authorization.slice(space + 1));
  const time = readTime(request);
  if (
    credential === undefined ||
    signature === undefined ||
    signedHeaders === undefined ||
    time === undefined
  ) {
    throw new SignatureError("incomplete", whatIsMissing({ credential, signature, signedHeaders, time }));
  }
  const covered = readSignedHeaders(signedHeaders);
  // Only x-amz-date is asked for by name: it decides how long the request is good for.
  if (time.fromAmzDate && !covered.names.includes("x-amz-date")) {
    throw new SignatureError("incomplete", "'X-Amz-Date' must be a 'SignedHeader' in the AWS Authorization.");
  }
  const signedAt = readIsoTime(time.timestamp);
  const regionSet = algorithm === ecdsaAlgorithm ? signedRegionSet(request, covered) : undefined;
  return {
    form: "header",
    ...readCredential(credential, { services, timestamp: time.timestamp, regionSet }),
    timestamp: time.timestamp,
    signedAt,
    validSeconds: defaultValiditySeconds,
    signedHeaders: covered,
    value: signature,
    hasSessionToken: findHeader(request.headers, "x-amz-security-token") !== undefined,
  };
}

/**
 * Reads what the query of a presigned URL says.
 *
 * @throws SignatureError `incomplete` or `wrong-scope`.
 */
export function readQuerySignature(request: WireRequest, services: Services): Signature {
  const parameters = new Map<string, string>();
  for (const { name, value } of readQuery(request.query)) {
    if (!name.startsWith("X-Amz-")) continue;
    if (parameters.has(name)) throw new SignatureError("incomplete", `'${name}' is given more than once.`);
    parameters.set(name, decode(name, value));
  }
  const algorithm = readAlgorithm(parameters.get("X-Amz-Algorithm") ?? "");
  const required = (name: string): string => {
    const value = parameters.get(name);
    if (value !== undefined) return value;
    throw new SignatureError("incomplete", `AWS query-string parameters must include '${name}'.`);
  };
  const credential = required("X-Amz-Credential");
  const signature = required("X-Amz-Signature");
  const signedHeaders = required("X-Amz-SignedHeaders");
  const timestamp = required("X-Amz-Date");
  const regionSet = algorithm === ecdsaAlgorithm ? readRegionSet(required("X-Amz-Region-Set")) : undefined;
  const signedAt = readIsoTime(timestamp);
  return {
    form: "query",
    ...readCredential(credential, { services, timestamp, regionSet }),
    timestamp,
    signedAt,
    validSeconds: readValidity(parameters.get("X-Amz-Expires")),
    signedHeaders: readSignedHeaders(signedHeaders),
    value: signature,
    hasSessionToken: parameters.has("X-Amz-Security-Token"),
  };
}

function readAlgorithm(given: string): Signature["algorithm"] {
  if (given === hmacAlgorithm || given === ecdsaAlgorithm) return given;
  throw new SignatureError(
    "incomplete",
    `Unsupported AWS 'algorithm': '${given.slice(0, 64)}'. Sign with ${hmacAlgorithm} or ${ecdsaAlgorithm}.`,
  );
}

function signedRegionSet(request: WireRequest, covered: SignedHeaders): RegionSet {
  const header = findHeader(request.headers, "x-amz-region-set");
  if (header?.count !== 1 || !covered.names.includes("x-amz-region-set")) {
    throw new SignatureError(
      "incomplete",
      "'X-Amz-Region-Set' must be given once, as a 'SignedHeader' in the AWS Authorization.",
    );
  }
  return readRegionSet(header.value);
}

function whatIsMissing(
  parts: Record<"credential" | "signature" | "signedHeaders" | "time", unknown>,
): string {
  const messages = [
    parts.credential === undefined && "Authorization header requires 'Credential' parameter.",
    parts.signature === undefined && "Authorization header requires 'Signature' parameter.",
    parts.signedHeaders === undefined && "Authorization header requires 'SignedHeaders' parameter.",
    parts.time === undefined &&
      "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
  ];
  return messages.filter((message) => message !== false).join(" ");
}

interface HeaderParameters {
  credential?: string;
  signedHeaders?: string;
  signature?: string;
}

function readParameters(text: string): HeaderParameters {
  const found: HeaderParameters = {};
  for (const part of text.split(",", 8)) {
    const equals = part.indexOf("=");
    if (equals === -1) continue;
    const value = part.slice(equals + 1).trim();
    switch (part.slice(0, equals).trim()) {
      case "Credential":
        found.credential = value;
        break;
      case "SignedHeaders":
        found.signedHeaders = value;
        break;
      case "Signature":
        found.signature = value;
        break;
      default:
    }
  }
  return found;
}

function readTime(request: WireRequest): { timestamp: string; fromAmzDate: boolean } | undefined {
  const amzDate = findHeader(request.headers, "x-amz-date");
  if (amzDate !== undefined) {
    if (amzDate.count === 1) return { timestamp: amzDate.value, fromAmzDate: true };
    throw new SignatureError("incomplete", "'X-Amz-Date' is given more than once.");
  }
  const date = findHeader(request.headers, "date");
  return date === undefined ? undefined : { timestamp: fromHttpDate(date.value), fromAmzDate: false };
}

const httpDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** RFC 9110 §5.6.7: `Sun, 06 Nov 1994 08:49:37 GMT`, which is signed in SigV4's own form. */
function fromHttpDate(text: string): string {
  const time = httpDate.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? text : writeTimestamp(time);
}

function readIsoTime(timestamp: string): number {
  const time = readTimestamp(timestamp);
  if (time !== undefined) return time;
  throw new SignatureError(
    "incomplete",
    `Date must be in ISO-8601 'basic format'. Got '${timestamp.slice(0, 64)}'. See http://en.wikipedia.org/wiki/ISO_8601`,
  );
}

const accessKeyIdForm = /^\w{1,128}$/;
const dateForm = /^\d{8}$/;

interface GivenScope {
  readonly date: string;
  /** Undefined in SigV4a, where it is not part of the scope. */
  readonly region: string | undefined;
  readonly service: string;
  readonly terminator: string;
}

/** SigV4a's has no region in it: `keyid/date/service/aws4_request`. */
function readCredential(
  credential: string,
  {
    services,
    timestamp,
    regionSet,
  }: { readonly services: Services; readonly timestamp: string; readonly regionSet: RegionSet | undefined },
) {
  const { accessKeyId, given } = partsOf(credential, regionSet === undefined);
  const faults = faultsOf(given, services, timestamp);
  if (faults.length > 0) throw new SignatureError("wrong-scope", faults.join(" "));
  const { date, region = "", service } = given;
  return regionSet === undefined
    ? ({ algorithm: hmacAlgorithm, accessKeyId, scope: { date, region, service } } as const)
    : ({ algorithm: ecdsaAlgorithm, accessKeyId, scope: { date, service }, regions: regionSet } as const);
}

function partsOf(credential: string, withRegion: boolean): { accessKeyId: string; given: GivenScope } {
  const parts = credential.split("/", 6);
  const [accessKeyId = "", date = "", ...rest] = parts;
  const wanted = withRegion ? 5 : 4;
  if (parts.length !== wanted || !accessKeyIdForm.test(accessKeyId) || !dateForm.test(date)) {
    throw new SignatureError(
      "incomplete",
      `Credential must have exactly ${wanted} slash-delimited elements, e.g. keyid/date/${withRegion ? "region/" : ""}service/term, got '${credential.slice(0, 256)}'`,
    );
  }
  const [terminator = "", service = "", region] = rest.toReversed();
  return { accessKeyId, given: { date, region, service, terminator } };
}

function faultsOf({ date, region, service, terminator }: GivenScope, services: Services, timestamp: string) {
  const faults = [
    region !== undefined &&
      !isRegion(region) &&
      `Credential should be scoped to a valid region, not '${region.slice(0, 64)}'.`,
    !services.includes(service) && `Credential should be scoped to correct service: '${services[0]}'.`,
    terminator !== "aws4_request" &&
      `Credential should be scoped with a valid terminator: 'aws4_request', not '${terminator.slice(0, 64)}'.`,
    !timestamp.startsWith(date) &&
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${date}' != '${timestamp.slice(0, 8)}', from '${timestamp}'.`,
  ];
  return faults.filter((fault) => fault !== false);
}

function readValidity(text: string | undefined): number {
  if (text === undefined) return defaultValiditySeconds;
  const seconds = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (seconds >= 1 && seconds <= maxValiditySeconds) return seconds;
  throw new SignatureError(
    "incomplete",
    `X-Amz-Expires must be a number of seconds from 1 to ${maxValiditySeconds} (7 days).`,
  );
}

function decode(name: string, canonical: string): string {
  try {
    return decodeURIComponent(canonical);
  } catch {
    throw new SignatureError("incomplete", `'${name}' is not UTF-8.`);
  }
}

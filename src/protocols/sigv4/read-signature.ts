import { readQuery } from "./canonical-query.ts";
import { SignatureError } from "./fault.ts";
import { isRegion } from "./region.ts";
import { findHeader, type WireRequest } from "./request.ts";
import { algorithm, type Signature } from "./signature.ts";
import { readSignedHeaders } from "./signed-headers.ts";
import type { Scope } from "./signing-key.ts";
import { readTimestamp, writeTimestamp } from "./timestamp.ts";

/** The names that a scope may have for a service; the first is the right one. */
type Services = readonly [string, ...string[]];

const defaultValiditySeconds = 15 * 60;
const maxValiditySeconds = 7 * 24 * 60 * 60;

/**
 * Reads what an `Authorization: AWS4-HMAC-SHA256 …` header says.
 *
 * @throws SignatureError `incomplete` or `wrong-scope`.
 */
export function readHeaderSignature(
  authorization: string,
  request: WireRequest,
  services: Services,
): Signature {
  const space = authorization.indexOf(" ");
  refuseOtherAlgorithms(space === -1 ? authorization : authorization.slice(0, space));
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
  const { accessKeyId, scope } = readCredential(credential, services, time.timestamp);
  return {
    form: "header",
    accessKeyId,
    scope,
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
  refuseOtherAlgorithms(parameters.get("X-Amz-Algorithm") ?? "");
  const required = (name: string): string => {
    const value = parameters.get(name);
    if (value !== undefined) return value;
    throw new SignatureError("incomplete", `AWS query-string parameters must include '${name}'.`);
  };
  const credential = required("X-Amz-Credential");
  const signature = required("X-Amz-Signature");
  const signedHeaders = required("X-Amz-SignedHeaders");
  const timestamp = required("X-Amz-Date");
  const signedAt = readIsoTime(timestamp);
  return {
    form: "query",
    ...readCredential(credential, services, timestamp),
    timestamp,
    signedAt,
    validSeconds: readValidity(parameters.get("X-Amz-Expires")),
    signedHeaders: readSignedHeaders(signedHeaders),
    value: signature,
    hasSessionToken: parameters.has("X-Amz-Security-Token"),
  };
}

function refuseOtherAlgorithms(given: string): void {
  if (given === algorithm) return;
  const hint =
    given === "AWS4-ECDSA-P256-SHA256"
      ? " Multi-Region signatures (SigV4A) are not supported: sign for one Region."
      : ` Sign with ${algorithm}.`;
  throw new SignatureError("incomplete", `Unsupported AWS 'algorithm': '${given.slice(0, 64)}'.${hint}`);
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

function readCredential(
  credential: string,
  services: Services,
  timestamp: string,
): { accessKeyId: string; scope: Scope } {
  const parts = credential.split("/", 6);
  const [accessKeyId = "", date = "", region = "", givenService = "", terminator = ""] = parts;
  if (parts.length !== 5 || !accessKeyIdForm.test(accessKeyId) || !dateForm.test(date)) {
    throw new SignatureError(
      "incomplete",
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential.slice(0, 256)}'`,
    );
  }
  const service = services.find((one) => one === givenService);
  const scoped = isRegion(region) && service !== undefined && terminator === "aws4_request";
  if (scoped && timestamp.startsWith(date)) return { accessKeyId, scope: { date, region, service } };
  const wrong = [
    !isRegion(region) && `Credential should be scoped to a valid region, not '${region.slice(0, 64)}'.`,
    service === undefined && `Credential should be scoped to correct service: '${services[0]}'.`,
    terminator !== "aws4_request" &&
      `Credential should be scoped with a valid terminator: 'aws4_request', not '${terminator.slice(0, 64)}'.`,
    !timestamp.startsWith(date) &&
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${date}' != '${timestamp.slice(0, 8)}', from '${timestamp}'.`,
  ];
  throw new SignatureError("wrong-scope", wrong.filter((message) => message !== false).join(" "));
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

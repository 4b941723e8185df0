import { lookup as systemLookup } from "node:dns/promises";
import { type IncomingHttpHeaders, type IncomingMessage, request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";
import { isIP } from "node:net";
import { type AddressPolicy, createAddressPolicy } from "#protocols/dns/client/reserved-address.ts";
import { isOfUnknownAuthority } from "./unknown-authority.ts";

/** What somebody's server said, or why it could not be asked. */
export type Posted =
  | { readonly kind: "answered"; readonly status: number; readonly body: string }
  | {
      readonly kind: "failed";
      readonly reason: string;
      /** Its certificate is not good for its name. */
      readonly isUntrusted?: true;
      /** That is because no authority is known here that vouches for it. */
      readonly isOfUnknownAuthority?: true;
    };

/** The same, of what was asked for: its form, and whether `body` is all of it. */
export type Got =
  | (Extract<Posted, { kind: "answered" }> & {
      readonly headers: IncomingHttpHeaders;
      readonly mediaType: string;
      readonly isWhole: boolean;
    })
  | Extract<Posted, { kind: "failed" }>;

/** Why an address is not a public one. */
const reservation = createAddressPolicy();
const usualTimeoutMs = 10_000;
const mostBytes = 64 * 1024;
/** Until the next of several addresses is tried. Node's own quarter of a second is less than some continents are away. */
const connecting = { autoSelectFamilyAttemptTimeout: 2_000 };

export interface GuardedRequestOptions {
  /** Why an address must not be contacted. */
  readonly refusedAddress: AddressPolicy;
  /** The addresses of a host; the system is asked where it is left out. */
  readonly addressesOf?: (host: string) => Promise<readonly string[]>;
  /** PEM certificates to trust instead of the system's. */
  readonly trustedCertificates?: readonly string[];
  /** For everything together. */
  readonly timeoutMs?: number;
}

export interface GuardedRequest {
  readonly method: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/**
 * Posts to a URL that a customer chose. The addresses that are checked are those that are connected to; nothing is followed, and no more is
 * read than needed. Plain HTTP goes to reserved addresses only, which the operator has to allow.
 */
export async function guardedPost(
  url: string,
  content: Omit<GuardedRequest, "method">,
  options: GuardedRequestOptions,
): Promise<Posted> {
  const got = await guardedRequest(url, { method: "POST", ...content }, options);
  return got.kind === "failed" ? got : { kind: got.kind, status: got.status, body: got.body };
}

/** Gets what is at a URL, in the same way. */
export async function guardedGet(url: string, options: GuardedRequestOptions): Promise<Got> {
  return await guardedRequest(url, { method: "GET", headers: {}, body: "" }, options);
}

/** Asks for something in that way, and answers all that was said. */
export async function guardedRequest(
  url: string,
  request: GuardedRequest,
  options: GuardedRequestOptions,
): Promise<Got> {
  const { timeoutMs = usualTimeoutMs } = options;
  const { promise, resolve } = Promise.withResolvers<Got>();
  const overdue = new AbortController();
  // Names that are not answered for, too, are waited for no longer.
  const timer = setTimeout(() => {
    overdue.abort();
    resolve(failed(`There was no answer within ${timeoutMs / 1_000} s.`));
  }, timeoutMs);
  ask(url, request, { options, signal: overdue.signal }).then(resolve, (error: unknown) =>
    resolve(failed(error instanceof Error ? error.message : String(error))),
  );
  return await promise.finally(() => clearTimeout(timer));
}

async function ask(
  url: string,
  request: GuardedRequest,
  { options, signal }: { readonly options: GuardedRequestOptions; readonly signal: AbortSignal },
): Promise<Got> {
  const target = URL.parse(url);
  if (target === null || !/^https?:$/.test(target.protocol)) return failed("It is no http or https URL.");
  const host = hostIn(target);
  const addresses = isIP(host) === 0 ? await (options.addressesOf ?? systemAddressesOf)(host) : [host];
  const refusals = addresses.map((address) => refusalOf(address, target, options));
  const usable = addresses.filter((_, index) => refusals[index] === undefined);
  if (usable.length === 0) return failed(refusals[0] ?? `The name ${host} has no address.`);
  signal.throwIfAborted();
  return await send(target, request, { addresses: usable, options, signal });
}

/** Why what is at a URL would not be contacted, as far as that is plain before its name is looked up. */
export function refusalOfUrl(
  url: string,
  options: Pick<GuardedRequestOptions, "refusedAddress">,
): string | undefined {
  const target = URL.parse(url);
  if (target === null) return undefined;
  const host = hostIn(target);
  const address = host === "localhost" ? "127.0.0.1" : host;
  return isIP(address) === 0 ? undefined : refusalOf(address, target, options);
}

/** Without the brackets of an IPv6 address. */
function hostIn({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, "");
}

function refusalOf(
  address: string,
  { protocol }: URL,
  { refusedAddress }: Pick<GuardedRequestOptions, "refusedAddress">,
): string | undefined {
  const refused = refusedAddress(address);
  if (refused !== undefined) return `${address} is not contacted: ${refused}.`;
  return protocol === "http:" && reservation(address) === undefined
    ? `${address} is not contacted in the clear: the URL must be https.`
    : undefined;
}

/** Names that only this machine knows are among them; few are looked up at a time, whoever asks. */
export async function systemAddressesOf(host: string): Promise<readonly string[]> {
  try {
    return (await systemLookup(host, { all: true })).map(({ address }) => address);
  } catch {
    return [];
  }
}

async function send(
  url: URL,
  { method, headers, body }: GuardedRequest,
  {
    addresses,
    options,
    signal,
  }: {
    readonly addresses: readonly string[];
    readonly options: GuardedRequestOptions;
    readonly signal: AbortSignal;
  },
): Promise<Got> {
  const request = url.protocol === "https:" ? tlsRequest : plainRequest;
  return await new Promise((resolve) => {
    const sent = request(url, {
      method,
      headers: body.length === 0 ? headers : { ...headers, "content-length": Buffer.byteLength(body) },
      agent: false,
      signal,
      ...connecting,
      // Asked again, the DNS might say something else than what was checked.
      lookup: (_host, { all }, done) => {
        const [first = "", ...others] = addresses;
        if (all !== true) return done(null, first, isIP(first));
        done(
          null,
          [first, ...others].map((address) => ({ address, family: isIP(address) })),
        );
      },
      ...(options.trustedCertificates === undefined ? {} : { ca: [...options.trustedCertificates] }),
    });
    sent.on("error", (error) => resolve(failedBy(error)));
    sent.on("response", (response) => read(response, resolve));
    // Not heard of, it would neither fail nor be answered.
    sent.on("upgrade", (_response, socket) => {
      socket.destroy();
      resolve(failed("The server went over to another protocol."));
    });
    sent.end(body);
  });
}

function read(response: IncomingMessage, done: (got: Got) => void): void {
  let bytes = 0;
  const parts: Buffer[] = [];
  const end = () =>
    done({
      kind: "answered",
      status: response.statusCode ?? 0,
      headers: response.headers,
      body: Buffer.concat(parts).toString("utf8"),
      mediaType: mediaTypeIn(response),
      isWhole: bytes <= mostBytes,
    });
  response.on("data", (part: Buffer) => {
    bytes += part.length;
    if (bytes <= mostBytes) parts.push(part);
    else {
      end();
      response.destroy();
    }
  });
  response.on("end", end);
  response.on("error", (error) => done(failed(error.message)));
}

/** Without its parameters, in lower case. */
function mediaTypeIn({ headers }: IncomingMessage): string {
  return (headers["content-type"]?.split(";", 1)[0] ?? "").trim().toLowerCase();
}

function failedBy(error: Error): Extract<Posted, { kind: "failed" }> {
  // Node's own words advise whoever started it, and those who named the server did not.
  if (isOfUnknownAuthority(error)) {
    const reason = "Its certificate is of an authority that is not known here.";
    return { ...failed(reason), isUntrusted: true, isOfUnknownAuthority: true };
  }
  return { ...failed(error.message), ...(isAboutCertificate(error) ? { isUntrusted: true } : {}) };
}

/** By the names that Node has for what it and OpenSSL find; those that begin otherwise are the server's alerts. */
function isAboutCertificate(error: Error): boolean {
  const code = "code" in error ? String(error.code) : "";
  return /^(?!ERR_SSL_).*CERT|LEAF_SIGNATURE$|^INVALID_(?:CA|PURPOSE)$|^PATH_LENGTH_EXCEEDED$/.test(code);
}

function failed(reason: string): Extract<Posted, { kind: "failed" }> {
  return { kind: "failed", reason };
}

import { lookup as systemLookup } from "node:dns";
import { request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";
import { isIP } from "node:net";
import { type AddressPolicy, createAddressPolicy } from "#protocols/dns/client/reserved-address.ts";

/** What somebody's server said, or why it could not be asked. */
export type Posted =
  | { readonly kind: "answered"; readonly status: number; readonly body: string }
  | { readonly kind: "failed"; readonly reason: string };

/** Why an address is not a public one. */
const reservation = createAddressPolicy();
const timeoutMs = 10_000;
const mostBytes = 64 * 1024;

export interface GuardedPostOptions {
  /** Why an address must not be contacted. */
  readonly refusedAddress: AddressPolicy;
  /** PEM certificates to trust instead of the system's. */
  readonly trustedCertificates?: readonly string[];
}

/**
 * Posts to a URL that a customer chose. The address that is checked is the one that is connected to; nothing is followed, and no more is
 * read than needed. Plain HTTP goes to reserved addresses only, which the operator has to allow.
 */
export async function guardedPost(
  url: string,
  content: Content,
  options: GuardedPostOptions,
): Promise<Posted> {
  return await guarded("POST", url, content, options);
}

/** Gets what is at a URL, in the same way. */
export async function guardedGet(url: string, options: GuardedPostOptions): Promise<Posted> {
  return await guarded("GET", url, { headers: {}, body: "" }, options);
}

interface Content {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

async function guarded(
  method: "GET" | "POST",
  url: string,
  content: Content,
  options: GuardedPostOptions,
): Promise<Posted> {
  const target = URL.parse(url);
  if (target === null || !/^https?:$/.test(target.protocol)) return failed("It is no http or https URL.");
  const host = target.hostname.replace(/^\[|\]$/g, "");
  const address = isIP(host) === 0 ? await resolve(host) : host;
  if (address === undefined) return failed(`The name ${host} has no address.`);
  const refused = options.refusedAddress(address);
  if (refused !== undefined) return failed(`${address} is not contacted: ${refused}.`);
  if (target.protocol === "http:" && reservation(address) === undefined) {
    return failed(`${address} is not contacted in the clear: the URL must be https.`);
  }
  return await send(target, { method, address, content, options });
}

async function resolve(host: string): Promise<string | undefined> {
  return await new Promise((done) => {
    systemLookup(host, (error, address) => done(error === null ? address : undefined));
  });
}

async function send(
  url: URL,
  {
    method,
    address,
    content: { headers, body },
    options,
  }: {
    readonly method: "GET" | "POST";
    readonly address: string;
    readonly content: Content;
    readonly options: GuardedPostOptions;
  },
): Promise<Posted> {
  const request = url.protocol === "https:" ? tlsRequest : plainRequest;
  return await new Promise((resolve) => {
    const sent = request(url, {
      method,
      headers: body === "" ? headers : { ...headers, "content-length": Buffer.byteLength(body) },
      agent: false,
      signal: AbortSignal.timeout(timeoutMs),
      // Asked again, the DNS might say something else than what was checked.
      lookup: (_host, { all }, done) => {
        const family = isIP(address);
        if (all === true) done(null, [{ address, family }]);
        else done(null, address, family);
      },
      ...(options.trustedCertificates === undefined ? {} : { ca: [...options.trustedCertificates] }),
    });
    sent.on("error", (error) => resolve(failed(error.message)));
    sent.on("response", (response) => {
      let bytes = 0;
      const parts: Buffer[] = [];
      const end = () =>
        resolve({
          kind: "answered",
          status: response.statusCode ?? 0,
          body: Buffer.concat(parts).toString("utf8"),
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
      response.on("error", (error) => resolve(failed(error.message)));
    });
    sent.end(body);
  });
}

function failed(reason: string): Posted {
  return { kind: "failed", reason };
}

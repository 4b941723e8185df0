import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Config } from "#config.ts";
import { secondMs } from "#platform/clock.ts";
import { isOfUnknownAuthority } from "#protocols/http/unknown-authority.ts";
import { Failure } from "./failures.ts";

export interface ServiceOptions {
  readonly url: URL;
  readonly apiKey: string | undefined;
  readonly region: string | undefined;
}

const timeoutMs = 30 * secondMs;
const mostAnswerOctets = 64 * 1024 * 1024;

/** Why the service did not do it, in its own words. */
export class Refusal extends Failure {
  /** `NOT_FOUND`, `TOO_MANY_REQUESTS` … */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** A running Signet, spoken to in the plain dialect. */
export class Service {
  readonly #options: ServiceOptions;

  constructor(options: ServiceOptions) {
    this.#options = options;
  }

  /**
   * Resolves to the answer's `data`. The caller names its type: both sides of this conversation are of one repository.
   * Throws `Refusal` with the service's reason, `Failure` when there is no service.
   */
  async call<Data>(method: string, path: string, body?: object): Promise<Data> {
    const { status, text } = await this.#exchange(method, path, body);
    const answer = parsed(text);
    if (answer?.success === true) return answer.data as Data;
    if (answer?.error !== undefined) throw new Refusal(answer.error.code, this.#advised(answer.error));
    throw new Failure(`${this.#options.url.origin} answered with HTTP ${status}, but not as Signet does.`);
  }

  #advised({ code, message, details = [] }: PlainError): string {
    // SES's own words, such as "Domain a_b is invalid.", leave out why; a detail that is a sentence of its own says it.
    const reason = details.find((detail) => /^\p{Lu}/u.test(detail.message))?.message;
    if (reason !== undefined && !message.includes(reason)) return `${message.replace(/\.$/, "")}: ${reason}`;
    if (code !== "UNAUTHENTICATED" || this.#options.apiKey !== undefined) return message;
    return "The service requires an API key: give one with --api-key; 'signet keys create --api' makes one.";
  }

  async #exchange(method: string, path: string, body: object | undefined) {
    const { url, apiKey, region } = this.#options;
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const send = url.protocol === "https:" ? httpsRequest : httpRequest;
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const outgoing = send(new URL(path, withSlash(url)), {
      method,
      agent: false,
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        accept: "application/json",
        ...(region === undefined ? {} : { "signet-region": region }),
        ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
        ...(payload === undefined ? {} : { "content-type": "application/json" }),
      },
    });
    outgoing.on("response", resolve);
    outgoing.on("error", reject);
    outgoing.end(payload);
    try {
      const incoming = await promise;
      return { status: incoming.statusCode ?? 0, text: await read(incoming) };
    } catch (error) {
      throw unreachable(error, url);
    }
  }
}

interface PlainError {
  readonly code: string;
  readonly message: string;
  readonly details?: readonly { readonly path: string; readonly message: string }[];
}

function parsed(text: string): { success?: boolean; data?: unknown; error?: PlainError } | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === "object" && answer !== null ? answer : undefined;
  } catch {
    return undefined;
  }
}

async function read(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let octets = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    octets += chunk.length;
    if (octets > mostAnswerOctets) throw new Failure("The answer is longer than any of Signet's.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function unreachable(error: unknown, url: URL): unknown {
  if (error instanceof Failure) return error;
  const { code, name, message } = error as NodeJS.ErrnoException;
  if (code === "ECONNREFUSED" || code === "ENOENT" || code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return new Failure(
      `No Signet answers at ${url.origin}; start it with npm start, or name another with --url.`,
      {
        cause: error,
      },
    );
  }
  if (name === "AbortError" || name === "TimeoutError") {
    return new Failure(`${url.origin} did not answer within ${timeoutMs / secondMs} s.`, { cause: error });
  }
  if (isOfUnknownAuthority(error)) {
    return new Failure(
      `The certificate of ${url.origin} is of an authority that is not known here: name the file with the authority's own by NODE_EXTRA_CA_CERTS.`,
      { cause: error },
    );
  }
  if (code === "EPROTO" && /wrong.version.number/i.test(message)) {
    return new Failure(`${url.origin} does not speak TLS: try http://${url.host}.`, { cause: error });
  }
  if (code === "ECONNRESET" && url.protocol === "http:") {
    return new Failure(
      `${url.origin} hung up without an answer. Where it speaks TLS, say https://${url.host}.`,
      {
        cause: error,
      },
    );
  }
  return new Failure(`${url.origin}: ${message}`, { cause: error });
}

/** A path below the URL's own, should it have one. */
function withSlash(url: URL): URL {
  return url.pathname.endsWith("/") ? url : new URL(`${url.href}/`);
}

/** Where the service of this configuration is reached from its own machine. */
export function serviceUrl({ http, publicUrl }: Config, isSet: (name: string) => boolean): URL {
  if (publicUrl !== undefined && !isSet("SIGNET_HTTP")) return new URL(publicUrl);
  const host = http.host === "0.0.0.0" ? "127.0.0.1" : http.host === "::" ? "::1" : http.host;
  return new URL(`http://${host.includes(":") ? `[${host}]` : host}:${http.port}`);
}

import type { Session } from "./answered-session.ts";
import { ApiFailure, failureOf } from "./failure.ts";
import { currentRegion } from "./region.ts";
import { renewToken, type SignedIn, signedIn } from "./session-token.ts";

export interface CallOptions {
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  /** What may be sent twice without being done twice. */
  readonly idempotencyKey?: string;
}

type Method = "GET" | "POST" | "PUT" | "DELETE";

interface Envelope<Output> {
  readonly success: boolean;
  readonly data: Output;
}

/**
 * One call in the plain dialect: answers its `data`.
 *
 * @throws ApiFailure with what the service said, or with the reason why it could not be asked.
 */
export async function call<Output>(method: Method, path: string, options: CallOptions = {}): Promise<Output> {
  const as = signedIn();
  let response = await ask(method, path, options);
  if (response.status === 403 && method !== "GET" && (await isSignedInAnew(as))) {
    response = await ask(method, path, options);
  }
  const envelope = await readJson<Envelope<Output>>(response);
  if (!response.ok || envelope?.success !== true) throw failureOf(response, envelope);
  return envelope.data;
}

/** Whether the refusal was of a token that a sign-in in another tab has replaced. */
async function isSignedInAnew(refused: SignedIn): Promise<boolean> {
  if (refused.token === undefined) return false;
  return renewToken(refused, await call<Session>("GET", "/signet/v1/session"));
}

/** The answer as text, for what is not JSON: a zone file, a list as CSV. */
export async function callForText(path: string, options: CallOptions = {}): Promise<string> {
  const response = await ask("GET", path, options);
  if (!response.ok) throw failureOf(response, await readJson(response));
  return await response.text();
}

/** Where a browser itself may fetch it: a link, a frame. No header can be set there, so the region is in the query. */
export function addressOf(path: string, query: CallOptions["query"] = {}): string {
  return withQuery(path, { ...query, region: currentRegion() });
}

async function ask(
  method: Method,
  path: string,
  { query = {}, body, signal, idempotencyKey }: CallOptions,
): Promise<Response> {
  const headers = new Headers();
  const region = currentRegion();
  const { token } = signedIn();
  if (region !== undefined) headers.set("signet-region", region);
  if (token !== undefined && method !== "GET") headers.set("signet-csrf-token", token);
  if (idempotencyKey !== undefined) headers.set("idempotency-key", idempotencyKey);
  if (body !== undefined && typeof body !== "string") headers.set("content-type", "application/json");
  try {
    return await fetch(withQuery(path, query), {
      method,
      headers,
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new ApiFailure({
      status: 0,
      code: "UNREACHABLE",
      message: "Signet does not answer. It may have been stopped, or the network is down.",
    });
  }
}

function withQuery(path: string, query: NonNullable<CallOptions["query"]>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  if (given.length === 0) return path;
  return `${path}?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
}

async function readJson<Answer>(response: Response): Promise<Answer | undefined> {
  try {
    return (await response.json()) as Answer;
  } catch {
    return undefined;
  }
}

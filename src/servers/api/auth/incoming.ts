import type { IncomingMessage } from "node:http";
import { cameInTls, clientAddress } from "#platform/client-network.ts";
import { CallerError } from "#platform/errors.ts";
import { findHeader, type WireRequest } from "#protocols/sigv4/request.ts";

/** A request before its body is read. */
export interface Incoming extends WireRequest {
  /** Whom the client meant, in lower case and without the default port: `email.eu-west-1.amazonaws.com`, `[::1]:4579`. */
  readonly host: string;
  readonly authorization: string | undefined;
  readonly remoteAddress: string;
  /** Whether the client spoke TLS, to whoever passed its request on to us. */
  readonly secure: boolean;
}

/** A request target taken apart, nothing of it decoded. */
export interface Target {
  /** Only in absolute form (`http://host/path`), which clients send to a proxy. RFC 9112 §3.2.2. */
  readonly authority: string | undefined;
  readonly path: string;
  readonly query: string;
}

const absoluteForm = /^https?:\/\/([^/?]*)/i;

export function readTarget(target: string): Target {
  const absolute = target.startsWith("/") ? null : absoluteForm.exec(target);
  const rest = absolute === null ? target : target.slice(absolute[0].length);
  const queryAt = rest.indexOf("?");
  const path = queryAt === -1 ? rest : rest.slice(0, queryAt);
  return {
    authority: absolute?.[1]?.toLowerCase(),
    path: path === "" ? "/" : path,
    query: queryAt === -1 ? "" : rest.slice(queryAt + 1),
  };
}

/** A target without its authority, for who routes on it. */
export function inOriginForm(target: string): string {
  if (target.startsWith("/")) return target;
  const { path, query } = readTarget(target);
  return query === "" ? path : `${path}?${query}`;
}

/**
 * The head of a request as the client wrote it.
 *
 * @throws CallerError `bad-request`.
 */
export function incomingOf(request: IncomingMessage, target: Target): Incoming {
  const { method = "", socket, headers, rawHeaders } = request;
  const peer = socket.remoteAddress ?? "";
  const remoteAddress = clientAddress(peer, headers["x-forwarded-for"]?.toString());
  const secure = cameInTls(peer, headers["x-forwarded-proto"]?.toString());
  return readIncoming({ method, remoteAddress, secure }, target, rawHeaders);
}

/**
 * Reads what decides who is asking. What may come once only must not come twice: two parts of a program that pick
 * different ones are how such checks are got round.
 *
 * @throws CallerError `bad-request`.
 */
function readIncoming(
  from: Pick<Incoming, "method" | "remoteAddress" | "secure">,
  { authority, path, query }: Target,
  headers: string[],
): Incoming {
  const named = withoutDefaultPort(once(headers, "host")?.toLowerCase() ?? "");
  if (authority !== undefined && withoutDefaultPort(authority) !== named) {
    throw new CallerError("bad-request", "The request's target and its Host header name different hosts.");
  }
  const authorization = once(headers, "authorization");
  return { ...from, path, query, headers, host: named, authorization };
}

function once(headers: readonly string[], name: string): string | undefined {
  const found = findHeader(headers, name);
  if (found === undefined) return undefined;
  if (found.count === 1) return found.value;
  throw new CallerError("bad-request", `The header '${name}' is given more than once.`);
}

function withoutDefaultPort(host: string): string {
  return host.endsWith(":80") && !host.endsWith("::80") ? host.slice(0, -3) : host;
}

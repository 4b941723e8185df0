import type { IncomingMessage } from "node:http";
import { TLSSocket } from "node:tls";
import { CallerError } from "#platform/errors.ts";
import type { Proxies } from "#platform/proxies.ts";
import { withoutDefaultPort } from "#protocols/http/request-head.ts";
import type { Target } from "#protocols/http/request-target.ts";
import { findHeader, type WireRequest } from "#protocols/sigv4/request.ts";

/** A request before its body is read. */
export interface Incoming extends WireRequest {
  /** Whom the client meant, in lower case and without the default port: `email.eu-west-1.amazonaws.com`, `[::1]:4579`. */
  readonly host: string;
  readonly authorization: string | undefined;
  readonly remoteAddress: string;
  /** Whether the client spoke TLS, to us or to whoever passed its request on. */
  readonly secure: boolean;
}

/**
 * The head of a request as the client wrote it.
 *
 * @throws CallerError `bad-request`.
 */
export function incomingOf(request: IncomingMessage, target: Target, proxies: Proxies): Incoming {
  const { method = "", socket, headers, rawHeaders } = request;
  const peer = socket.remoteAddress ?? "";
  const remoteAddress = proxies.clientAddress(peer, headers["x-forwarded-for"]?.toString());
  const secure =
    socket instanceof TLSSocket || proxies.cameInTls(peer, headers["x-forwarded-proto"]?.toString());
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
  { path, query }: Target,
  headers: string[],
): Incoming {
  const host = withoutDefaultPort(findHeader(headers, "host")?.value ?? "");
  return { ...from, path, query, headers, host, authorization: once(headers, "authorization") };
}

function once(headers: readonly string[], name: string): string | undefined {
  const found = findHeader(headers, name);
  if (found === undefined) return undefined;
  if (found.count === 1) return found.value;
  throw new CallerError("bad-request", `The header '${name}' is given more than once.`);
}

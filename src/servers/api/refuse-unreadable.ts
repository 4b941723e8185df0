import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { HeadFault } from "#protocols/http/request-head.ts";
import type { Connections } from "./connections.ts";

/** What could not be read as HTTP has no dialect: the plain one, and the end of the connection. */
export function refuseUnreadable(
  error: Error & { code?: string },
  socket: Socket,
  connections: Connections,
): void {
  if (error.code === "ECONNRESET" || !socket.writable || connections.isInWork(socket)) {
    socket.destroy();
    return;
  }
  if (connections.isAnswered(socket)) {
    socket.destroySoon();
    return;
  }
  const [status, code, message] = unreadable[error.code ?? ""] ?? [
    "400 Bad Request",
    "VALIDATION_ERROR",
    "This is not an HTTP request.",
  ];
  const body = bodyOf(code, message);
  socket.end(
    `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncache-control: no-store\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
  );
}

const unreadable: Record<string, [status: string, code: string, message: string]> = {
  HPE_HEADER_OVERFLOW: [
    "431 Request Header Fields Too Large",
    "TOO_LARGE",
    "The request's headers are too large.",
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [
    "408 Request Timeout",
    "REQUEST_TIMEOUT",
    "The request took too long to arrive.",
  ],
};

/** Of what was read, but another server may have read differently, nothing more is taken. */
export function refuseHead(
  { status, message }: HeadFault,
  response: ServerResponse,
  connections: Connections,
): void {
  connections.refuse(response.req.socket);
  send(response, bodyOf("VALIDATION_ERROR", message), { status, headers: { connection: "close" } });
}

/**
 * What one connection asks for beyond what is in work. It is answered so that Node, which counts what is still to be sent, reads no more of
 * that connection; behind a head that was refused nobody is sent it.
 */
export function refuseSurplus(response: ServerResponse): void {
  const body = bodyOf("UNAVAILABLE", "Too many requests of this connection wait for their answers.");
  send(response, body, { status: 503, headers: { "retry-after": "1" } });
}

function send(
  response: ServerResponse,
  body: string,
  { status, headers }: { readonly status: number; readonly headers: Readonly<Record<string, string>> },
): void {
  response
    .writeHead(status, {
      "content-type": "application/json",
      "cache-control": "no-store",
      "content-length": Buffer.byteLength(body),
      ...headers,
    })
    .end(body);
}

function bodyOf(code: string, message: string): string {
  return JSON.stringify({ success: false, error: { code, message, details: [] } });
}

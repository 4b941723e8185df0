import { validateHeaderValue } from "node:http";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Log } from "#platform/log.ts";
import { dialectOfRequest } from "./admitted.ts";
import { type Answer, answerToFailure } from "./answer.ts";
import type { EventStream, StreamBounds } from "./event-stream.ts";
import { atTurnsEnd } from "./turns-end.ts";

/** Sends an answer through Fastify. */
export function replyWith(request: FastifyRequest, reply: FastifyReply, answer: Answer): void {
  request.resourceId = answer.resourceId;
  send(reply, answer);
}

/** Sends why not. What is a bug of ours is logged whole and answered bare. Who went away is not answered. */
export function replyToFailure(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Log): void {
  if (request.signal.aborted && error === request.signal.reason) {
    reply.hijack();
    return;
  }
  const answer = answerToFailure(error, { id: request.id, dialect: dialectOfRequest(request) });
  // Not the path: it may hold addresses.
  if (answer.isBug) {
    log.error({ requestId: request.id, route: request.routeOptions.url, err: error }, "a request failed");
  }
  removeUnwritable(reply);
  send(reply, answer);
}

/** What failed may be a header that an answer cannot have. It would be no better in this one, and nobody would be left to catch that. */
function removeUnwritable(reply: FastifyReply): void {
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    try {
      validateHeaderValue(name, String(value));
    } catch {
      reply.removeHeader(name);
    }
  }
}

/** Sends an answer that goes on; to a question for its headers only, those. */
export function replyWithStream(
  request: FastifyRequest,
  reply: FastifyReply,
  stream: EventStream,
  bounds: StreamBounds,
): void {
  // Without the last a proxy may keep what it passes on until it has more of it.
  const headers = {
    "content-type": "text/event-stream",
    "cache-control": "no-store",
    "x-accel-buffering": "no",
  };
  const readable = stream.open(bounds);
  if (request.method === "HEAD") readable.destroy();
  void reply
    .code(200)
    .headers(headers)
    .send(request.method === "HEAD" ? "" : readable);
}

function send(reply: FastifyReply, { status, headers, contentType, content }: Answer): void {
  reply.code(status).headers(headers).header("content-type", contentType);
  reply.serializer(asItIs);
  atTurnsEnd(() => void reply.send(content));
}

/**
 * Without a serialiser Fastify would add a charset, which JSON does not have (RFC 8259 §11) and SES does not send. As
 * bytes the body would not get one either, but go out in a second buffer behind the headers, which costs more.
 */
function asItIs(body: string): string {
  return body;
}

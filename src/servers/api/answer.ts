import type { FastifyReply, FastifyRequest } from "fastify";
import { CallerError } from "#platform/errors.ts";
import type { Log } from "#platform/log.ts";
import type { Dialect } from "./dialects/dialect.ts";
import { WithResource } from "./dialects/resource.ts";
import { Document } from "./document.ts";
import type { EventStream } from "./event-stream.ts";
import { dialectOfRequest } from "./exchange.ts";
import { failureOf } from "./failure-of.ts";
import { atTurnsEnd } from "./turns-end.ts";
import { WithHeaders } from "./with-headers.ts";

/** Sends an output, in the dialect of whoever asked. */
export function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  dialect: Dialect,
  output: unknown,
): void {
  reply.header(dialect.requestIdHeader, request.id);
  if (output instanceof WithHeaders) {
    reply.headers(output.headers);
    answer(request, reply, dialect, output.output);
    return;
  }
  if (output instanceof Document) {
    reply.headers(output.headers);
    send(reply, 200, output);
    return;
  }
  const resource = output instanceof WithResource ? output.resource : undefined;
  request.resourceId = resource?.id;
  const members: unknown = output instanceof WithResource ? output.output : output;
  const body = dialect.success(isObject(members) ? members : {}, resource);
  send(reply, 200, json(body));
}

/** Sends why not. What is a bug of ours is logged whole and answered bare. */
export function answerFailure(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Log): void {
  const failure = failureOf(error);
  if (failure.problem === "internal") {
    // Not the path: it may hold addresses.
    const operation = request.exchange?.call?.operation.name;
    log.error({ requestId: request.id, operation, err: error }, "a request failed");
  }
  const dialect = dialectOfRequest(request);
  const { status, headers, body } = dialect.failure(failure);
  reply.header(dialect.requestIdHeader, request.id).headers(headers);
  if (error instanceof CallerError && error.retryAfterSeconds !== undefined) {
    reply.header("retry-after", String(error.retryAfterSeconds));
  }
  send(reply, status, json(body));
}

/** Sends an answer that goes on; to a question for its headers only, those. */
export function answerStream(
  request: FastifyRequest,
  reply: FastifyReply,
  stream: EventStream,
  serverEnds: AbortSignal,
): void {
  // Without the last a proxy may keep what it passes on until it has more of it.
  const headers = {
    "content-type": "text/event-stream",
    "cache-control": "no-store",
    "x-accel-buffering": "no",
  };
  const readable = stream.open(serverEnds);
  if (request.method === "HEAD") readable.destroy();
  void reply
    .code(200)
    .headers(headers)
    .send(request.method === "HEAD" ? "" : readable);
}

function json(text: string): Document {
  return new Document("application/json", text);
}

function send(reply: FastifyReply, status: number, { contentType, content }: Document): void {
  reply.code(status).header("content-type", contentType).header("cache-control", "no-store");
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

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

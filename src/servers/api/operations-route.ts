import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Callers } from "#platform/callers.ts";
import { CallerError } from "#platform/errors.ts";
import { findHeader } from "#protocols/sigv4/request.ts";
import { answer } from "./answer.ts";
import type { Authenticator } from "./auth/authenticator.ts";
import type { Caller } from "./auth/caller.ts";
import { type Incoming, readTarget, type Target } from "./auth/incoming.ts";
import { type CallLimit, isCounted } from "./call-limit.ts";
import { dialectOf } from "./dialects/choose-dialect.ts";
import type { Dialect } from "./dialects/dialect.ts";
import { WithResource } from "./dialects/resource.ts";
import { exchangeOf, incomingOf } from "./exchange.ts";
import type { OperationHandlers } from "./handler.ts";
import { type OnceByKey, onceFor } from "./idempotency.ts";
import { LargeBodies } from "./large-bodies.ts";
import { type Call, type Operation, readInput, router, writeOutput } from "./wire/index.ts";

/** SES takes messages of 40 MB, which are 53.4 MB in base64, and what surrounds them. */
const maxBodyBytes = 56 * 1024 * 1024;

const noBody = new Uint8Array(0);

/** The one route inside Fastify for all operations: finding the operation needs the target as it was sent. */
export const operationsRoute = "/v2/email";

/**
 * What Fastify is to route on. Operations go to their one route; anything else keeps its target, in origin form.
 */
export function rewriteTarget(target: string): string {
  if (isOperationPath(target)) return operationsRoute;
  if (target.startsWith("/")) return target;
  const { path, query } = readTarget(target);
  if (isOperationPath(path)) return operationsRoute;
  return query === "" ? path : `${path}?${query}`;
}

function isOperationPath(path: string): boolean {
  const next = path.charAt(operationsRoute.length);
  return path.startsWith(operationsRoute) && (next === "/" || next === "?" || next === "");
}

/** A handler once its name is not known any more. */
type AnyHandler = (input: object, caller: Caller) => unknown;

interface Parts {
  readonly authenticator: Authenticator;
  readonly handlers: OperationHandlers;
  readonly repeatedCalls: OnceByKey;
  readonly callers: Callers;
  readonly callLimit?: CallLimit | undefined;
}

export function addOperations(
  server: FastifyInstance,
  { authenticator, handlers, repeatedCalls, callers, callLimit }: Parts,
): void {
  const byName = new Map(Object.entries(handlers) as [string, AnyHandler][]);

  const largeBodies = new LargeBodies();
  const admit = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const target = readTarget(request.originalUrl);
    const call = findCall(target, request, reply);
    const incoming = incomingOf(request, target);
    const dialect = dialectOf(incoming.authorization, incoming.query);
    const claim = await authenticator.identify(incoming);
    largeBodies.admit(claim, request.raw);
    request.exchange = { incoming, dialect, claim, call };
  };

  const handle = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    using _ = callers.wait();
    const { incoming, dialect, claim, call } = exchangeOf(request);
    const body = request.body instanceof Uint8Array ? request.body : noBody;
    if (call === undefined || claim === undefined) throw new Error("An operation without a call.");
    authenticator.prove(claim, incoming, body);
    const { operation } = call;
    if (callLimit !== undefined && isCounted(operation, claim.caller)) {
      await callLimit.admit(claim.caller.owner);
    }
    const handler = byName.get(operation.name);
    if (handler === undefined) {
      throw new CallerError("not-implemented", `${operation.name} is not implemented.`);
    }
    const act = async () =>
      write(operation, await handler(readInput(call, body), claim.caller), dialect.times);
    const key = repeatKey(incoming, dialect);
    const output =
      key === undefined
        ? await act()
        : await onceFor(repeatedCalls, { key, incoming, body, caller: claim.caller }, act);
    answer(request, reply, dialect, output);
  };

  server.route({
    method: server.supportedMethods,
    url: operationsRoute,
    exposeHeadRoute: false,
    bodyLimit: maxBodyBytes,
    onRequest: admit,
    // Without a promise in return: for one, Fastify would watch the response until it has ended.
    handler(request, reply) {
      handle(request, reply).catch((error: unknown) => reply.send(error));
    },
  });
}

/** SES knows no such header: it is for callers of the plain dialect. */
function repeatKey({ method, headers }: Incoming, dialect: Dialect): string | undefined {
  return dialect.name === "plain" && method === "POST"
    ? findHeader(headers, "idempotency-key")?.value
    : undefined;
}

/** @throws CallerError `unknown-operation` or `method-not-allowed`. */
function findCall({ path, query }: Target, request: FastifyRequest, reply: FastifyReply): Call {
  const route = router.route(request.method, query === "" ? path : `${path}?${query}`);
  switch (route.kind) {
    case "operation":
      return route.call;
    case "other-method":
      // RFC 9110 §15.5.6
      reply.header("allow", route.allowed.join(", "));
      throw new CallerError(
        "method-not-allowed",
        `${request.method} is not allowed here, but ${route.allowed.join(", ")}.`,
      );
    case "unknown-path":
      throw new CallerError("unknown-operation", `There is no operation at ${path.slice(0, 256)}.`);
  }
}

function write(operation: Operation, result: unknown, times: "epoch-seconds" | "iso-8601"): unknown {
  if (!(result instanceof WithResource)) return writeOutput(operation, result as object, times);
  return new WithResource(writeOutput(operation, result.output as object, times), result.resource);
}

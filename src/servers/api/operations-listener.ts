import type { IncomingMessage, ServerResponse } from "node:http";
import type { Callers } from "#platform/callers.ts";
import { CallerError } from "#platform/errors.ts";
import type { Log } from "#platform/log.ts";
import { findHeader } from "#protocols/sigv4/request.ts";
import { type Answer, answerOf, answerToFailure } from "./answer.ts";
import { Asking, askedByMany } from "./asking.ts";
import type { Authenticator, Claim } from "./auth/authenticator.ts";
import type { Caller } from "./auth/caller.ts";
import { type Incoming, incomingOf, readTarget, type Target } from "./auth/incoming.ts";
import { type CallLimit, isCounted } from "./call-limit.ts";
import type { CommonHeaders } from "./common-headers.ts";
import { dialectOf } from "./dialects/choose-dialect.ts";
import type { Dialect } from "./dialects/dialect.ts";
import { WithResource } from "./dialects/resource.ts";
import type { OperationHandlers } from "./handler.ts";
import { type OnceByKey, onceFor } from "./idempotency.ts";
import { type HeldBody, LargeBodies } from "./large-bodies.ts";
import { MethodNotAllowed } from "./method-not-allowed.ts";
import type { Observed, RequestObserver } from "./observe-requests.ts";
import { readBody } from "./read-body.ts";
import { sendAnswer } from "./send-answer.ts";
import { type Call, type Operation, readInput, router, writeOutput } from "./wire/index.ts";

/** SES takes messages of 40 MB, which are 53.4 MB in base64, and what surrounds them. */
const maxBodyBytes = 56 * 1024 * 1024;

const operationsPath = "/v2/email";

/** Where older clients look for one of them, PutEmailIdentityDkimSigningAttributes. */
const olderPath = "/v1/email";

/** A handler once its name is not known any more. */
type AnyHandler = (input: object, caller: Caller, asked: Pick<Asking, "signal">) => unknown;

export interface OperationsListenerOptions {
  readonly authenticator: Authenticator;
  readonly handlers: OperationHandlers;
  readonly repeatedCalls: OnceByKey;
  readonly callers: Callers;
  readonly callLimit?: CallLimit | undefined;
  readonly log: Log;
  readonly newRequestId: () => string;
  readonly observer: RequestObserver | undefined;
}

/** A request while it is worked on: more is known of it from step to step, and an answer needs what is known by then. */
interface Exchange {
  readonly id: string;
  readonly request: IncomingMessage;
  readonly asking: Asking;
  readonly target: Target;
  readonly dialect: Dialect;
  readonly observed: Observed | undefined;
  call?: Call;
  claim?: Claim;
  waiting?: Disposable;
  body?: HeldBody | undefined;
}

/**
 * All of SES's operations, on `node:http` itself: they are found from the target as it was sent, read and written by the model, and a
 * framework's routing, hooks and objects around that served nobody.
 */
export class OperationsListener {
  readonly #options: OperationsListenerOptions;
  readonly #handlers: ReadonlyMap<string, AnyHandler>;
  readonly #largeBodies = new LargeBodies();

  constructor(options: OperationsListenerOptions) {
    this.#options = options;
    this.#handlers = new Map(Object.entries(options.handlers) as [string, AnyHandler][]);
  }

  /** Whether a target, as it was sent, is an operation's, or would be. */
  takes(target: string): boolean {
    return isOperationPath(target.startsWith("/") ? target : readTarget(target).path);
  }

  /** Answers, whatever comes of it. */
  async handle(request: IncomingMessage, response: ServerResponse, common: CommonHeaders): Promise<void> {
    const target = readTarget(request.url ?? "/");
    const exchange: Exchange = {
      id: this.#options.newRequestId(),
      request,
      asking: new Asking(response),
      target,
      dialect: dialectOf(request.headers.authorization, target.query),
      observed: this.#options.observer?.begin(request),
    };
    const answer = await this.#answer(exchange);
    exchange.body?.[Symbol.dispose]();
    this.#observe(exchange, answer);
    sendAnswer(response, answer, common.list(), exchange.waiting);
  }

  async #answer(exchange: Exchange): Promise<Answer> {
    try {
      return answerOf(await this.#carryOut(exchange), exchange);
    } catch (error) {
      return this.#refuse(error, exchange);
    }
  }

  async #carryOut(exchange: Exchange): Promise<unknown> {
    const { authenticator, callers, callLimit, repeatedCalls } = this.#options;
    const { request, target, observed, dialect } = exchange;
    const call = findCall(target, request.method ?? "");
    exchange.call = call;
    const incoming = incomingOf(request, target);
    const claim = await authenticator.identify(incoming);
    exchange.claim = claim;
    exchange.body = this.#largeBodies.admit(claim, request, maxBodyBytes);
    const body = await readBody(request, maxBodyBytes, exchange.body?.arrival);
    // Until the answer is sent: many that are answered within one turn of the event loop are many, too.
    exchange.waiting = callers.wait();
    authenticator.prove(claim, incoming, body);
    await exchange.body?.work();
    const { operation } = call;
    if (callLimit !== undefined && isCounted(claim.caller, operation)) {
      await callLimit.admit(claim.caller.owner);
    }
    const handler = this.#handlers.get(operation.name);
    if (handler === undefined) {
      throw new CallerError("not-implemented", `${operation.name} is not implemented.`);
    }
    const key = repeatKey(incoming, dialect);
    const asked = key === undefined ? exchange.asking : askedByMany;
    const act = async () =>
      write(operation, await handler(readInput(call, body), claim.caller, asked), dialect.times);
    const within = observed === undefined ? act : async () => await observed.within(act);
    if (key === undefined) return await within();
    return await onceFor(repeatedCalls, { key, incoming, body, caller: claim.caller }, within);
  }

  #refuse(error: unknown, exchange: Exchange): Answer {
    const answer = answerToFailure(error, exchange);
    // Not the path: it may hold addresses.
    if (answer.isBug) {
      const operation = exchange.call?.operation.name;
      this.#options.log.error({ requestId: exchange.id, operation, err: error }, "a request failed");
    }
    return answer;
  }

  #observe({ id, observed, call, claim }: Exchange, { status, resourceId }: Answer): void {
    observed?.answered({
      requestId: id,
      operation: call?.operation.name ?? operationsPath,
      route: operationsPath,
      status,
      owner: claim?.caller.owner,
      resourceId,
    });
  }
}

function isOperationPath(path: string): boolean {
  if (!path.startsWith(operationsPath) && !path.startsWith(olderPath)) return false;
  const next = path.charAt(operationsPath.length);
  return next === "/" || next === "?" || next === "";
}

/** SES knows no such header: it is for callers of the plain dialect. */
function repeatKey({ method, headers }: Incoming, dialect: Dialect): string | undefined {
  return dialect.name === "plain" && method === "POST"
    ? findHeader(headers, "idempotency-key")?.value
    : undefined;
}

/** @throws CallerError `unknown-operation` or `method-not-allowed`. */
function findCall({ path, query }: Target, method: string): Call {
  const route = router.route(method, query === "" ? path : `${path}?${query}`);
  switch (route.kind) {
    case "operation":
      return route.call;
    case "other-method":
      throw new MethodNotAllowed(method, route.allowed);
    case "unknown-path":
      throw new CallerError("unknown-operation", `There is no operation at ${path.slice(0, 256)}.`);
  }
}

function write(operation: Operation, result: unknown, times: "epoch-seconds" | "iso-8601"): unknown {
  if (!(result instanceof WithResource)) return writeOutput(operation, result as object, times);
  return new WithResource(writeOutput(operation, result.output as object, times), result.resource);
}

import type { IncomingMessage, ServerResponse } from "node:http";
import type { Callers } from "#platform/callers.ts";
import { CallerError } from "#platform/errors.ts";
import type { Log } from "#platform/log.ts";
import type { Proxies } from "#platform/proxies.ts";
import { inOriginForm, readTarget, type Target } from "#protocols/http/request-target.ts";
import { type Answer, answerOf, answerToFailure } from "./answer.ts";
import { type Asked, Asking, askedByMany } from "./asking.ts";
import type { Authenticator, Claim } from "./auth/authenticator.ts";
import type { Caller } from "./auth/caller.ts";
import { type Incoming, incomingOf } from "./auth/incoming.ts";
import { requireInScope } from "./auth/require-in-scope.ts";
import { type CallLimit, isCounted } from "./call-limit.ts";
import type { CommonHeaders } from "./common-headers.ts";
import { dialectOf } from "./dialects/choose-dialect.ts";
import type { Dialect } from "./dialects/dialect.ts";
import { query } from "./dialects/query.ts";
import { WithResource } from "./dialects/resource.ts";
import type { OlderHandlers, OperationHandlers } from "./handler.ts";
import { type OnceByKey, onceFor, repeatKey } from "./idempotency.ts";
import { LargeAnswers } from "./large-answers.ts";
import { type HeldBody, LargeBodies } from "./large-bodies.ts";
import { MethodNotAllowed } from "./method-not-allowed.ts";
import type { Observed, RequestObserver } from "./observe-requests.ts";
import { isForOperation, operationsPath, queryPath } from "./operation-places.ts";
import { answerOther, isForAll, requireScopeOf, type SubscriptionConfirmer } from "./query/other-services.ts";
import { olderSesVersion, type QueryCall, readQueryCall } from "./query/query-call.ts";
import { readBody } from "./read-body.ts";
import { sendAnswer } from "./send-answer.ts";
import { unknownPlace } from "./unknown-place.ts";
import {
  type Call,
  type Operation,
  olderOperations,
  readFormInput,
  readInput,
  router,
  writeOutput,
} from "./wire/index.ts";

/** SES takes messages of 40 MB, which are 53.4 MB in base64, and what surrounds them. */
const maxBodyBytes = 56 * 1024 * 1024;

/** Before it is known who asks, when it may be for anyone. */
const mostOfAnyoneBytes = 64 * 1024;

/** A handler once its name is not known any more. */
type AnyHandler = (input: object, caller: Caller, asked: Asked) => unknown;

export interface OperationsListenerOptions {
  readonly authenticator: Authenticator;
  readonly handlers: OperationHandlers;
  readonly olderHandlers: OlderHandlers;
  readonly topics: SubscriptionConfirmer;
  readonly repeatedCalls: OnceByKey;
  readonly callers: Callers;
  readonly callLimit?: CallLimit | undefined;
  readonly proxies: Proxies;
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
  readonly observed: Observed | undefined;
  dialect: Dialect;
  operation?: Operation;
  claim?: Claim;
  waiting?: Disposable;
  body?: HeldBody | undefined;
}

/** A request that was proven. */
interface Proven {
  readonly incoming: Incoming;
  readonly claim: Claim;
  readonly body: Uint8Array;
}

/** What is to be done for it. */
interface Deed {
  readonly operation: Operation;
  readonly handler: AnyHandler | undefined;
  /** Throws `InputFault`. */
  readonly input: () => object;
}

/**
 * All of SES's operations, and those of its older API, on `node:http` itself: they are found from the target as it was sent, read and written by the model, and a
 * framework's routing, hooks and objects around that served nobody.
 */
export class OperationsListener {
  readonly #options: OperationsListenerOptions;
  readonly #handlers: ReadonlyMap<string, AnyHandler>;
  readonly #olderHandlers: ReadonlyMap<string, AnyHandler>;
  readonly #largeBodies = new LargeBodies();
  readonly #largeAnswers = new LargeAnswers();

  constructor(options: OperationsListenerOptions) {
    this.#options = options;
    this.#handlers = new Map(Object.entries(options.handlers) as [string, AnyHandler][]);
    this.#olderHandlers = new Map(Object.entries(options.olderHandlers) as [string, AnyHandler][]);
  }

  /** Whether a request is for an operation, or would be. */
  takes({ method, url = "/" }: IncomingMessage): boolean {
    return isForOperation(inOriginForm(url), method);
  }

  /** Answers, whatever comes of it. */
  async handle(request: IncomingMessage, response: ServerResponse, common: CommonHeaders): Promise<void> {
    const target = readTarget(request.url ?? "/");
    const exchange: Exchange = {
      id: this.#options.newRequestId(),
      request,
      asking: new Asking(response, this.#largeAnswers),
      target,
      dialect: target.path === queryPath ? query : ownDialect(request, target),
      observed: this.#options.observer?.begin(request),
    };
    const answer = await this.#answer(exchange);
    exchange.body?.[Symbol.dispose]();
    this.#observe(exchange, answer);
    sendAnswer(response, answer, common.list(), exchange.waiting);
  }

  async #answer(exchange: Exchange): Promise<Answer> {
    try {
      const answer = answerOf(await this.#carryOut(exchange), exchange);
      const { claim, asking } = exchange;
      return claim === undefined ? answer : asking.hold(answer, claim.caller.owner);
    } catch (error) {
      return this.#refuse(error, exchange);
    }
  }

  async #carryOut(exchange: Exchange): Promise<unknown> {
    const { request, target } = exchange;
    if (target.path === queryPath) return await this.#carryOutQuery(exchange);
    const call = findCall(target, request.method ?? "");
    const { operation } = call;
    exchange.operation = operation;
    const incoming = incomingOf(request, target, this.#options.proxies);
    const claim = await this.#options.authenticator.identify(incoming);
    const proven = await this.#prove(exchange, incoming, claim);
    const handler = this.#handlers.get(operation.name);
    return await this.#act(exchange, proven, {
      operation,
      handler,
      input: () => readInput(call, proven.body),
    });
  }

  /** Which call it is stands in the body. */
  async #carryOutQuery(exchange: Exchange): Promise<unknown> {
    const { request, target } = exchange;
    const incoming = incomingOf(request, target, this.#options.proxies);
    const claim = await this.#options.authenticator.identify(incoming).catch(asRefusal);
    if (claim instanceof CallerError) return await this.#answerAnyone(exchange, claim);
    refuseUnsignedGet(request, claim);
    const proven = await this.#prove(exchange, incoming, claim);
    const call = this.#queryCall(exchange, proven.body);
    requireScopeOf(call, claim);
    const operation = call.version === olderSesVersion ? olderOperations.get(call.action) : undefined;
    if (operation === undefined) {
      await this.#admit(claim);
      return await answerOther(call, this.#options, exchange);
    }
    exchange.operation = operation;
    const handler = this.#olderHandlers.get(operation.name);
    return await this.#act(exchange, proven, {
      operation,
      handler,
      input: () => readFormInput(operation, call.form),
    });
  }

  /** Some calls of other services need nobody's signature, or have one that is none for SES. All else is refused as it was. */
  async #answerAnyone(exchange: Exchange, refusal: CallerError): Promise<unknown> {
    const body = await readBody(exchange.request, mostOfAnyoneBytes).catch(() => {
      throw refusal;
    });
    const call = this.#queryCall(exchange, body);
    if (!isForAll(call)) throw refusal;
    return await answerOther(call, this.#options, exchange);
  }

  #queryCall(exchange: Exchange, body: Uint8Array): QueryCall {
    const { request, target } = exchange;
    const call = readQueryCall(body, target.query);
    if (call !== undefined) return call;
    exchange.dialect = ownDialect(request, target);
    throw unknownPlace;
  }

  async #prove(exchange: Exchange, incoming: Incoming, claim: Claim): Promise<Proven> {
    const { authenticator, callers } = this.#options;
    exchange.claim = claim;
    exchange.body = this.#largeBodies.admit(claim, exchange.request, maxBodyBytes);
    const body = await readBody(exchange.request, maxBodyBytes, exchange.body?.arrival);
    // Until the answer is sent: many that are answered within one turn of the event loop are many, too.
    exchange.waiting = callers.wait();
    authenticator.prove(claim, incoming, body);
    await exchange.body?.work();
    return { incoming, claim, body };
  }

  /** Counts a call. */
  async #admit({ caller }: Claim, operation?: Operation): Promise<void> {
    const { callLimit } = this.#options;
    if (callLimit !== undefined && isCounted(caller, operation)) await callLimit.admit(caller.owner);
  }

  async #act(
    { dialect, asking, observed }: Exchange,
    { incoming, claim, body }: Proven,
    { operation, handler, input }: Deed,
  ): Promise<unknown> {
    const { repeatedCalls } = this.#options;
    const { caller } = claim;
    await this.#admit(claim, operation);
    requireInScope(caller, operation.name);
    if (handler === undefined) {
      throw new CallerError("not-implemented", `${operation.name} is not implemented.`);
    }
    const key = repeatKey(incoming, dialect, operation);
    const asked = key === undefined ? asking : askedByMany;
    const act = async () => write(operation, await handler(input(), caller, asked), dialect.times);
    const within = observed === undefined ? act : async () => await observed.within(act);
    if (key === undefined) return await within();
    return await onceFor(repeatedCalls, { key, incoming, body, caller }, within);
  }

  #refuse(error: unknown, exchange: Exchange): Answer {
    const answer = answerToFailure(error, exchange);
    // Not the path: it may hold addresses.
    if (answer.isBug) {
      const { id: requestId, operation } = exchange;
      this.#options.log.error({ requestId, operation: operation?.name, err: error }, "a request failed");
    }
    return answer;
  }

  #observe({ id, target, observed, operation, claim }: Exchange, { status, resourceId }: Answer): void {
    const route = target.path === queryPath ? queryPath : operationsPath;
    observed?.answered({
      requestId: id,
      operation: operation?.name ?? route,
      route,
      status,
      owner: claim?.caller.owner,
      resourceId,
    });
  }
}

function ownDialect({ headers }: IncomingMessage, { query: text }: Target): Dialect {
  return dialectOf(headers.authorization, text);
}

function asRefusal(error: unknown): CallerError {
  if (error instanceof CallerError) return error;
  throw error;
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

/**
 * An image in a page makes a browser ask, with its cookie, and at home without anything: only what no page can have proves that it was meant, a header
 * or a signature of ours.
 */
function refuseUnsignedGet({ method, headers }: IncomingMessage, { caller }: Claim): void {
  if (method !== "GET" || headers.authorization !== undefined || caller.by.kind === "access-key") return;
  throw new CallerError(
    "missing-credentials",
    "A GET has to be signed, in its header or its query. Or POST it.",
  );
}

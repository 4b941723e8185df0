import type { IncomingMessage } from "node:http";
import type { Log } from "#platform/log.ts";
import type { Measures } from "#platform/measures.ts";
import type { Owner } from "#platform/owner.ts";
import type { OpenSpan, Tracing } from "#platform/tracing.ts";

interface Observers {
  readonly measures?: Measures | undefined;
  readonly tracing?: Tracing | undefined;
  readonly log: Log;
}

/** What there is to tell of a request once its answer is known. */
export interface AnsweredRequest {
  readonly requestId: string;
  /** SES's name for what was asked, or the route: of both there are few, and neither holds an address. */
  readonly operation: string;
  readonly route: string | undefined;
  readonly status: number;
  readonly owner?: Owner | undefined;
  readonly resourceId?: string | undefined;
}

/** Counts requests, logs and traces them where that is asked for. */
export class RequestObserver {
  readonly #observers: Observers;

  private constructor(observers: Observers) {
    this.#observers = observers;
  }

  /** Undefined where nobody wants to know: then it costs nothing. */
  static of(observers: Observers): RequestObserver | undefined {
    const { measures, tracing, log } = observers;
    if (measures === undefined && tracing === undefined && log.debug === undefined) return undefined;
    return new RequestObserver(observers);
  }

  /** Call when the head of a request has arrived. */
  begin({ method, headers: { traceparent } }: Pick<IncomingMessage, "method" | "headers">): Observed {
    const parent = typeof traceparent === "string" ? traceparent : undefined;
    return new Observed(this.#observers, method, this.#observers.tracing?.begin("request", parent));
  }
}

/** One request, from its head to its answer. */
export class Observed {
  readonly #observers: Observers;
  readonly #method: string | undefined;
  readonly #span: OpenSpan | undefined;
  readonly #since = performance.now();

  constructor(observers: Observers, method: string | undefined, span: OpenSpan | undefined) {
    this.#observers = observers;
    this.#method = method;
    this.#span = span;
  }

  /** What is run belongs to the request. Its body came in events of the connection, which know nothing of it. */
  within<Result>(run: () => Result): Result {
    if (this.#span === undefined) return run();
    let result: { readonly value: Result } | undefined;
    this.#span.within(() => {
      result = { value: run() };
    });
    if (result === undefined) throw new Error("A span did not run what it was given.");
    return result.value;
  }

  answered({ requestId, operation, route, status, owner, resourceId }: AnsweredRequest): void {
    const { measures, log } = this.#observers;
    const ms = performance.now() - this.#since;
    measures?.answered(operation, status, ms / 1_000);
    log.debug?.(
      { requestId, operation, status, ms: Math.round(ms), ...owner, resourceId },
      "A request was answered.",
    );
    this.#span?.set({
      "http.request.method": this.#method,
      "http.route": route,
      "http.response.status_code": status,
      "signet.request_id": requestId,
      "signet.resource_id": resourceId,
    });
    this.#span?.end({ name: operation, hasFailed: status >= 500 });
  }
}

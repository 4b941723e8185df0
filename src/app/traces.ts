import { AsyncLocalStorage } from "node:async_hooks";
import {
  type Context,
  DiagLogLevel,
  diag,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { detectResources, envDetector, resourceFromAttributes } from "@opentelemetry/resources";
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import type { Log } from "#platform/log.ts";
import type { OpenSpan, Sampling, SpanAttributes, Tracing } from "#platform/tracing.ts";
import { version } from "#platform/version.ts";

/** Spans of this process, sent to the collector that OTEL_EXPORTER_OTLP_ENDPOINT names, in batches. */
export class Traces implements Tracing, AsyncDisposable {
  readonly #provider: TracerProvider;
  readonly #tracer: Tracer;
  readonly #underWay = new AsyncLocalStorage<Context>();

  constructor({ ratio, followsParent }: Sampling, { log }: { log: Log }) {
    diag.setLogger(
      {
        error: (message) => log.warn({}, `OpenTelemetry: ${inWords(message)}`),
        warn: (message) => log.warn({}, `OpenTelemetry: ${inWords(message)}`),
        info() {},
        debug() {},
        verbose() {},
      },
      { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
    );
    const root = new TraceIdRatioBasedSampler(ratio);
    this.#provider = new TracerProvider({
      resource: resourceFromAttributes({ "service.name": "signet", "service.version": version() }).merge(
        detectResources({ detectors: [envDetector] }),
      ),
      sampler: followsParent ? new ParentBasedSampler({ root }) : root,
      spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
    });
    this.#tracer = this.#provider.getTracer("signet", version());
  }

  async span<Result>(
    name: string,
    attributes: SpanAttributes,
    run: (span: OpenSpan) => Promise<Result>,
  ): Promise<Result> {
    const span = this.#begin(name, SpanKind.INTERNAL, this.#underWay.getStore() ?? ROOT_CONTEXT);
    span.set(attributes);
    try {
      const result = await this.#underWay.run(span.context, run, span);
      span.end({ hasFailed: false });
      return result;
    } catch (error) {
      span.end({ hasFailed: true });
      throw error;
    }
  }

  async inner<Result>(name: string, attributes: SpanAttributes, run: () => Promise<Result>): Promise<Result> {
    return this.#underWay.getStore() === undefined ? await run() : await this.span(name, attributes, run);
  }

  begin(name: string, parent: string | undefined): OpenSpan {
    return this.#begin(name, SpanKind.SERVER, contextOf(parent));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // What is left is sent, or given up after OTEL_EXPORTER_OTLP_TIMEOUT, which is 10 s.
    await this.#provider.shutdown().catch(() => {});
  }

  #begin(name: string, kind: SpanKind, parent: Context): TracedSpan {
    const span = this.#tracer.startSpan(name, { kind }, parent);
    return new TracedSpan(span, trace.setSpan(parent, span), this.#underWay);
  }
}

class TracedSpan implements OpenSpan {
  readonly context: Context;
  readonly #span: Span;
  readonly #underWay: AsyncLocalStorage<Context>;

  constructor(span: Span, context: Context, underWay: AsyncLocalStorage<Context>) {
    this.#span = span;
    this.context = context;
    this.#underWay = underWay;
  }

  set(attributes: SpanAttributes): void {
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== undefined) this.#span.setAttribute(name, value);
    }
  }

  within(run: () => void): void {
    this.#underWay.run(this.context, run);
  }

  end({ name, hasFailed }: { readonly name?: string; readonly hasFailed: boolean }): void {
    if (name !== undefined) this.#span.updateName(name);
    // Not the error's words: they may hold an address.
    if (hasFailed) this.#span.setStatus({ code: SpanStatusCode.ERROR });
    this.#span.end();
  }
}

/** A trace that began elsewhere goes on here; what is no trace context begins a new one. */
function contextOf(traceparent: string | undefined): Context {
  const [, traceId, spanId, flags] =
    /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})/.exec(traceparent ?? "") ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return ROOT_CONTEXT;
  const traceFlags = Number.parseInt(flags, 16) & 1;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}

/** Of an error it says all there is, as JSON, with the stack. */
function inWords(said: string): string {
  try {
    const { message } = JSON.parse(said) as { readonly message?: unknown };
    return typeof message === "string" && message !== "" ? message : said;
  } catch {
    return said;
  }
}

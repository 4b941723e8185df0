/** Spans, for those who collect traces. What is not there costs nothing: `tracing?.…`. */
export interface Tracing {
  /** Runs something as a span: within the one under way, if there is one. */
  span<Result>(
    name: string,
    attributes: SpanAttributes,
    run: (span: OpenSpan) => Promise<Result>,
  ): Promise<Result>;
  /** The same where there is one under way; otherwise it runs as it is. */
  inner<Result>(name: string, attributes: SpanAttributes, run: () => Promise<Result>): Promise<Result>;
  /** A span whose end is somewhere else. `parent`: a `traceparent` header (https://www.w3.org/TR/trace-context/). */
  begin(name: string, parent: string | undefined): OpenSpan;
}

export interface OpenSpan {
  set(attributes: SpanAttributes): void;
  /** What is run, and what follows from it, is within the span. */
  within(run: () => void): void;
  end(outcome: { readonly name?: string; readonly hasFailed: boolean }): void;
}

/** Ids and words; never an address. */
export type SpanAttributes = Readonly<Record<string, string | number | undefined>>;

/** How many of the traces that begin here are kept; `parent`: those that began elsewhere as was decided there. */
export interface Sampling {
  readonly ratio: number;
  readonly followsParent: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Whether traces are to be exported, by OpenTelemetry's own variables. Where to and under which name is read by its packages.
 *
 * https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 *
 * @throws Error for what we cannot do.
 */
export function readTracing(environment: Environment): Sampling | undefined {
  const read = (name: string) => environment[name]?.trim() || undefined;
  const exporter = read("OTEL_TRACES_EXPORTER");
  const endpoint = read("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") ?? read("OTEL_EXPORTER_OTLP_ENDPOINT");
  if (read("OTEL_SDK_DISABLED") === "true" || exporter === "none") return undefined;
  if (exporter === undefined && endpoint === undefined) return undefined;
  if (exporter !== undefined && exporter !== "otlp") {
    throw new Error(`OTEL_TRACES_EXPORTER=${exporter}: expected otlp or none`);
  }
  for (const name of ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"]) {
    const url = read(name);
    if (url !== undefined && !/^https?:$/.test(URL.parse(url)?.protocol ?? "")) {
      throw new Error(`${name}=${url}: expected http://host:port or https://…`);
    }
  }
  const protocol = read("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL") ?? read("OTEL_EXPORTER_OTLP_PROTOCOL");
  if (protocol !== undefined && protocol !== "http/protobuf") {
    throw new Error(`OTEL_EXPORTER_OTLP_PROTOCOL=${protocol}: expected http/protobuf`);
  }
  return readSampler(read("OTEL_TRACES_SAMPLER") ?? "parentbased_always_on", read("OTEL_TRACES_SAMPLER_ARG"));
}

function readSampler(text: string, argument = "1"): Sampling {
  const [, parent, kind] = /^(parentbased_)?(always_on|always_off|traceidratio)$/.exec(text) ?? [];
  if (kind === undefined) {
    throw new Error(
      `OTEL_TRACES_SAMPLER=${text}: expected always_on, always_off or traceidratio, or parentbased_ before it`,
    );
  }
  const ratio = kind === "always_on" ? 1 : kind === "always_off" ? 0 : Number(argument);
  if (!(ratio >= 0 && ratio <= 1)) throw new Error(`OTEL_TRACES_SAMPLER_ARG=${argument}: expected 0 to 1`);
  return { ratio, followsParent: parent !== undefined };
}

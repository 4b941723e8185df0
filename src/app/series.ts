import { Counter, type Histogram, type Registry } from "prom-client";

export interface SeriesOptions<Label extends string> {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly Label[];
}

/**
 * One value for each combination of labels, found by one look into a map. prom-client makes a text of all labels, several times, for each
 * observation: some microseconds of every call and of every statement. So it is told when somebody asks.
 */
class Series<Label extends string, Value> {
  readonly #labels: readonly Label[];
  readonly #fresh: () => Value;
  readonly #values = new Map<string, readonly [labels: Record<Label, string>, value: Value]>();

  constructor(labels: readonly Label[], fresh: () => Value) {
    this.#labels = labels;
    this.#fresh = fresh;
  }

  of(...texts: readonly string[]): Value {
    const key = texts.join("\n");
    let found = this.#values.get(key);
    if (found === undefined) {
      const labels = Object.fromEntries(this.#labels.map((label, at) => [label, texts[at] ?? ""]));
      found = [labels as Record<Label, string>, this.#fresh()];
      this.#values.set(key, found);
    }
    return found[1];
  }

  all() {
    return this.#values.values();
  }
}

/** How often something happened, by labels. */
export class Counts<Label extends string> {
  readonly #series: Series<Label, { count: number }>;

  constructor(registry: Registry, { name, help, labels }: SeriesOptions<Label>) {
    const series = new Series(labels, () => ({ count: 0 }));
    this.#series = series;
    new Counter({
      name,
      help,
      labelNames: [...labels],
      registers: [registry],
      collect() {
        this.reset();
        for (const [of, { count }] of series.all()) this.inc(of, count);
      },
    });
  }

  /** Shown as 0 until there is some. */
  expect(...labels: readonly string[]): void {
    this.#series.of(...labels);
  }

  add(...labels: readonly string[]): void {
    this.#series.of(...labels).count += 1;
  }
}

interface Observed {
  /** For each bucket, how many were at most its bound and more than the one's before. */
  readonly counts: number[];
  count: number;
  sum: number;
}

/** How long something took, by labels: a histogram. https://prometheus.io/docs/instrumenting/exposition_formats/ */
export class Times<Label extends string> {
  readonly #bounds: readonly number[];
  readonly #series: Series<Label, Observed>;

  /** `bounds` in seconds, ascending. */
  constructor(registry: Registry, options: SeriesOptions<Label> & { readonly bounds: readonly number[] }) {
    const { name, help, labels, bounds } = options;
    this.#bounds = bounds;
    this.#series = new Series(labels, () => ({ counts: bounds.map(() => 0), count: 0, sum: 0 }));
    const metric = {
      name,
      help,
      type: "histogram",
      get: async () => ({ name, help, type: "histogram", values: this.#lines(name) }),
    };
    // A registry asks of a metric no more than this.
    registry.registerMetric(metric as unknown as Histogram<Label>);
  }

  observe(seconds: number, ...labels: readonly string[]): void {
    const observed = this.#series.of(...labels);
    observed.count += 1;
    observed.sum += seconds;
    const bucket = this.#bounds.findIndex((bound) => seconds <= bound);
    if (bucket !== -1) observed.counts[bucket] = (observed.counts[bucket] ?? 0) + 1;
  }

  #lines(name: string) {
    return [...this.#series.all()].flatMap(([labels, { counts, count, sum }]) => {
      let below = 0;
      const buckets = this.#bounds.map((le, at) => {
        below += counts[at] ?? 0;
        return { metricName: `${name}_bucket`, labels: { le, ...labels }, value: below };
      });
      return [
        ...buckets,
        { metricName: `${name}_bucket`, labels: { le: "+Inf", ...labels }, value: count },
        { metricName: `${name}_sum`, labels, value: sum },
        { metricName: `${name}_count`, labels, value: count },
      ];
    });
  }
}

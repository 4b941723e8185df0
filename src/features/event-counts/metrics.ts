import { type Clock, dayMs } from "#platform/clock.ts";
import { CallerError } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";
import type { Metric, MetricDimensions } from "./metric.ts";
import {
  added,
  type MetricCount,
  type MetricCountStore,
  type MetricDimension,
  metricStepMs,
  noVolumes,
  type Volumes,
  type Wanted,
} from "./metric-store.ts";
import { countStepsOver, type StepsOver } from "./steps-over.ts";
import type { EventCountStore, Span } from "./store.ts";

export interface MetricQuery extends Span {
  readonly metric: Metric;
  readonly dimensions: MetricDimensions;
}

/** On which day how many, each day that was asked for. */
export type MetricSeries = readonly { readonly day: number; readonly n: number }[];

/** What has something in common, and what it came to. */
export interface MetricRow {
  readonly names: readonly string[];
  readonly volumes: Volumes;
}

const mostDays = 400;

/** What messages to one recipient came to, by the day, by what they were sent from, with, for, and where to. */
export class MetricCounts {
  readonly #store: MetricCountStore;
  readonly #steps: StepsOver;
  readonly #clock: Clock;

  constructor(parts: {
    store: MetricCountStore;
    events: Pick<EventCountStore, "firstEventAt">;
    clock: Clock;
  }) {
    const { store, events } = parts;
    this.#store = store;
    this.#clock = parts.clock;
    this.#steps = {
      stepMs: metricStepMs,
      countedUntil: async (owner) => await store.countedUntil(owner),
      firstEventAt: async (owner) => await events.firstEventAt(owner),
      countAndKeep: async (owner, span) => await store.keep(owner, span, await store.count(owner, span)),
      atOnceMs: dayMs,
    };
  }

  /** Throws `bad-request` for days that cannot be shown. */
  async series(owner: Owner, queries: readonly MetricQuery[]): Promise<MetricSeries[]> {
    const spans = queries.map((query) => ({ ...query, ...wholeDays(query) }));
    const fresh = await this.#fresh(owner);
    return await Promise.all(
      spans.map(async ({ from, to, metric, dimensions }) => {
        const sums = await this.#sums(
          owner,
          { from, to },
          { by: ["day"], among: namedIn(dimensions) },
          fresh,
        );
        const days = new Map(sums.map(({ names: [day], volumes }) => [Number(day), volumes[metric]]));
        return Array.from({ length: (to - from) / dayMs }, (_, number) => {
          const day = from + number * dayMs;
          return { day, n: days.get(day) ?? 0 };
        });
      }),
    );
  }

  /** The sums of all days, of what can be told apart by all that is named, in the order of the names. Throws `bad-request`. */
  async table(
    owner: Owner,
    asked: Span & Wanted & { readonly by: readonly MetricDimension[] },
  ): Promise<MetricRow[]> {
    const sums = await this.#sums(owner, wholeDays(asked), asked, await this.#fresh(owner));
    return sums
      .map(({ names, volumes }) => ({ names: names.map(String), volumes }))
      .filter(({ names }) => !names.includes(""))
      .toSorted((one, other) => (one.names.join("\n") < other.names.join("\n") ? -1 : 1));
  }

  /** Keeps the counts of all time that is over, before what they were counted from is forgotten; and forgets them in turn. */
  async keep(owner: Owner): Promise<void> {
    const now = this.#clock.now();
    await countStepsOver(this.#steps, owner, now);
    await this.#store.removeBefore(owner, now - mostDays * dayMs);
  }

  /** What was not kept yet, by the step: some of it may be kept meanwhile. */
  async #fresh(owner: Owner): Promise<readonly MetricCount[]> {
    const now = this.#clock.now();
    const from = await countStepsOver(this.#steps, owner, now);
    return await this.#store.count(owner, { from, to: now + 1 });
  }

  /** Of what was kept, and of what is fresh and was not. */
  async #sums(owner: Owner, span: Span, wanted: Wanted, fresh: readonly MetricCount[]) {
    const { until, sums } = await this.#store.kept(owner, span, wanted);
    const byNames = new Map(sums.map((sum) => [JSON.stringify(sum.names), sum]));
    for (const count of fresh) {
      if (count.at < Math.max(until, span.from) || count.at >= span.to || !isAmong(count, wanted)) continue;
      const names = wanted.by.map((name) => (name === "day" ? count.at - (count.at % dayMs) : count[name]));
      const key = JSON.stringify(names);
      const volumes = added(byNames.get(key)?.volumes ?? noVolumes, count.volumes);
      byNames.set(key, { names, volumes });
    }
    return [...byNames.values()];
  }
}

/** Days of UTC. The last one is that of the end, unless it only begins there. Throws `bad-request`. */
export function wholeDays({ from, to }: Span): Span {
  if (from > to) throw refused("StartDate", "must not be after EndDate");
  const first = Math.floor(from / dayMs) * dayMs;
  const span = { from: first, to: Math.max(Math.ceil(to / dayMs) * dayMs, first + dayMs) };
  if ((span.to - span.from) / dayMs > mostDays) {
    throw refused("StartDate", `must not be more than ${mostDays} days before EndDate`);
  }
  return span;
}

function namedIn(dimensions: MetricDimensions): Wanted["among"] {
  const entries = Object.entries(dimensions) as [MetricDimension, string | undefined][];
  return new Map(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, [value]] as const])));
}

function isAmong(count: MetricCount, { among }: Wanted): boolean {
  return [...among].every(([name, values]) => values.includes(count[name]));
}

function refused(path: string, message: string): CallerError {
  return new CallerError("bad-request", `${path} ${message}.`, [{ path, message }]);
}

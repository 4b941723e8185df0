import { type Clock, dayMs } from "#platform/clock.ts";
import { badMember } from "#platform/errors.ts";
import { nameOf, type Owner } from "#platform/owner.ts";
import { SharedLooks } from "#platform/shared-looks.ts";
import { FreshCounts } from "./fresh-counts.ts";
import type { Metric, MetricDimensions } from "./metric.ts";
import { folded, type MetricCount } from "./metric-count.ts";
import { type MetricCountStore, type MetricDimension, metricStepMs, type Wanted } from "./metric-store.ts";
import { countStepsOver, type StepsOver } from "./steps-over.ts";
import type { EventCountStore, Span } from "./store.ts";
import { added, noVolumes, type Volumes } from "./volumes.ts";

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

/** What was not kept yet. */
interface Fresh {
  readonly from: number;
  /** Some of it may be kept meanwhile: steps tell which. */
  readonly steps: readonly MetricCount[];
  /** The same, added up: all of it is what mostly is asked for, and this is less to go through. */
  readonly days: readonly MetricCount[];
}

const mostDays = 400;

/** What messages to one recipient came to, by the day, by what they were sent from, with, for, and where to. */
export class MetricCounts {
  readonly #store: MetricCountStore;
  readonly #steps: StepsOver;
  readonly #clock: Clock;
  readonly #freshCounts: FreshCounts;
  readonly #looks = new SharedLooks<Fresh>();

  constructor(parts: {
    store: MetricCountStore;
    events: Pick<EventCountStore, "firstEventAt">;
    clock: Clock;
  }) {
    const { store, events } = parts;
    this.#store = store;
    this.#clock = parts.clock;
    this.#freshCounts = new FreshCounts(store);
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
    const asked = queries.map((query) => ({ ...query, span: wholeDays(query) }));
    const fresh = await this.#fresh(owner);
    // What is asked of the same days and messages is answered by one look.
    const looks = new Map<string, Promise<ReadonlyMap<number, Volumes>>>();
    return await Promise.all(
      asked.map(async ({ span, metric, dimensions }) => {
        const days = await looks.getOrInsertComputed(JSON.stringify([span, dimensions]), async () => {
          const wanted: Wanted = { by: ["day"], among: namedIn(dimensions) };
          const sums = await this.#sums(owner, span, wanted, fresh);
          return new Map(sums.map(({ names: [day], volumes }) => [Number(day), volumes]));
        });
        return Array.from({ length: (span.to - span.from) / dayMs }, (_, number) => {
          const day = span.from + number * dayMs;
          return { day, n: days.get(day)?.[metric] ?? 0 };
        });
      }),
    );
  }

  /**
   * The sums of all days, of what can be told apart by all that is named, in the order of the names. More than the most that are wanted are
   * some of them. Throws `bad-request`.
   */
  async table(
    owner: Owner,
    asked: Span & Wanted & { readonly by: readonly MetricDimension[] },
  ): Promise<MetricRow[]> {
    const sums = await this.#sums(owner, wholeDays(asked), asked, await this.#fresh(owner));
    return (
      sums
        .map(({ names, volumes }) => ({ names: names.map(String), volumes }))
        .filter(({ names }) => !names.includes(""))
        // Written once for each, and not for each comparison: of a hundred thousand rows that took most of a second.
        .map((row) => ({ row, place: row.names.join("\n") }))
        .toSorted((one, other) => (one.place < other.place ? -1 : 1))
        .map(({ row }) => row)
    );
  }

  /** Keeps the counts of all time that is over, before what they were counted from is forgotten; and forgets them in turn. */
  async keep(owner: Owner): Promise<void> {
    const now = this.#clock.now();
    await countStepsOver(this.#steps, owner, now);
    await this.#store.removeBefore(owner, now - mostDays * dayMs);
  }

  async #fresh(owner: Owner): Promise<Fresh> {
    return await this.#looks.get(nameOf(owner), async () => {
      const now = this.#clock.now();
      const from = await countStepsOver(this.#steps, owner, now);
      const steps = await this.#freshCounts.count(owner, { from, to: now + 1 });
      return { from, steps, days: folded(steps, dayMs) };
    });
  }

  /** Of what was kept, and of what is fresh and was not. */
  async #sums(owner: Owner, span: Span, wanted: Wanted, fresh: Fresh) {
    const { until, sums } = await this.#store.kept(owner, span, wanted);
    const byNames = new Map(sums.map((sum) => [JSON.stringify(sum.names), sum]));
    const left = until > fresh.from ? fresh.steps.filter(({ at }) => at >= until) : fresh.days;
    for (const count of left) {
      if (count.at < span.from || count.at >= span.to || !isAmong(count, wanted)) continue;
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
  if (from > to) throw badMember("StartDate", "must not be after EndDate");
  const first = Math.floor(from / dayMs) * dayMs;
  const span = { from: first, to: Math.max(Math.ceil(to / dayMs) * dayMs, first + dayMs) };
  if ((span.to - span.from) / dayMs > mostDays) {
    throw badMember("StartDate", `must not be more than ${mostDays} days before EndDate`);
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

import { type Clock, dayMs } from "#platform/clock.ts";
import { CallerError } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";
import { countHoursOver, type HoursOver } from "./hours-over.ts";
import type { Metric, MetricDimensions } from "./metric.ts";
import type { MetricCount, MetricCountStore } from "./metric-store.ts";
import type { EventCountStore, Span } from "./store.ts";

export interface MetricQuery extends Span {
  readonly metric: Metric;
  readonly dimensions: MetricDimensions;
}

/** On which day how many, each day that was asked for. */
export type MetricSeries = readonly { readonly day: number; readonly n: number }[];

export const mostDays = 400;

/** What messages to one recipient came to, by the day, by what they were sent from, with, for, and where to. */
export class MetricCounts {
  readonly #store: MetricCountStore;
  readonly #events: Pick<EventCountStore, "owners">;
  readonly #hours: HoursOver;
  readonly #clock: Clock;

  constructor(parts: {
    store: MetricCountStore;
    events: Pick<EventCountStore, "owners" | "firstEventAt">;
    clock: Clock;
  }) {
    const { store, events } = parts;
    this.#store = store;
    this.#events = events;
    this.#clock = parts.clock;
    this.#hours = {
      countedUntil: async (owner) => await store.countedUntil(owner),
      firstEventAt: async (owner) => await events.firstEventAt(owner),
      countAndKeep: async (owner, span) => await store.keep(owner, span, await store.count(owner, span)),
      atOnceMs: dayMs,
    };
  }

  /** Throws `bad-request` for days that cannot be shown. */
  async series(owner: Owner, queries: readonly MetricQuery[]): Promise<MetricSeries[]> {
    const spans = queries.map(wholeDays);
    const fresh = await this.#fresh(owner);
    return await Promise.all(
      queries.map(async ({ metric, dimensions }, at) => {
        const span = spans[at] ?? { from: 0, to: 0 };
        const { until, days } = await this.#store.kept(owner, span, metric, dimensions);
        const since = fresh.filter((count) => count.at >= until && has(count, dimensions));
        return Array.from({ length: (span.to - span.from) / dayMs }, (_, number) => {
          const day = span.from + number * dayMs;
          const later = since.filter((count) => count.at >= day && count.at < day + dayMs);
          const n = later.reduce((sum, { volumes }) => sum + volumes[metric], days.get(day) ?? 0);
          return { day, n };
        });
      }),
    );
  }

  /** Keeps the counts of everybody's hours that are over, before what they were counted from is forgotten; and forgets them in turn. */
  async keepAll(signal: AbortSignal): Promise<void> {
    for (const owner of await this.#events.owners()) {
      if (signal.aborted) return;
      await countHoursOver(this.#hours, owner, this.#clock.now());
      await this.#store.removeBefore(owner, this.#clock.now() - mostDays * dayMs);
    }
  }

  /** What was not kept yet, by the hour: some of it may be kept meanwhile. */
  async #fresh(owner: Owner): Promise<readonly MetricCount[]> {
    const now = this.#clock.now();
    const from = await countHoursOver(this.#hours, owner, now);
    return await this.#store.count(owner, { from, to: now + 1 });
  }
}

/** Days of UTC. The last one is that of the end, unless it only begins there. */
export function wholeDays({ from, to }: Span): Span {
  if (from > to) throw refused("StartDate", "must not be after EndDate");
  const first = Math.floor(from / dayMs) * dayMs;
  const span = { from: first, to: Math.max(Math.ceil(to / dayMs) * dayMs, first + dayMs) };
  if ((span.to - span.from) / dayMs > mostDays) {
    throw refused("StartDate", `must not be more than ${mostDays} days before EndDate`);
  }
  return span;
}

function has(count: MetricCount, dimensions: MetricDimensions): boolean {
  const wanted = Object.entries(dimensions) as [keyof MetricDimensions, string | undefined][];
  return wanted.every(([name, value]) => value === undefined || count[name] === value);
}

function refused(path: string, message: string): CallerError {
  return new CallerError("bad-request", `${path} ${message}.`, [{ path, message }]);
}

import { nameOf, type Owner } from "#platform/owner.ts";
import type { MetricCount } from "./metric-count.ts";
import type { MetricCountStore } from "./metric-store.ts";
import type { Span } from "./store.ts";

interface Counted {
  /** How many events there were at least, by the step, when they were counted. */
  readonly events: ReadonlyMap<number, number>;
  readonly counts: readonly MetricCount[];
}

/** Of so many owners what was counted is remembered: who asked longest ago makes room. */
const mostRemembered = 100;

/**
 * Counts what is not kept yet, and remembers it: events are only ever added, so a step of which there are as many as before has the same
 * ones. From the first step with more of them on all is counted anew, for whether a visit was the first one depends on what was before it.
 */
export class FreshCounts {
  readonly #store: Pick<MetricCountStore, "count" | "eventsByStep">;
  readonly #counted = new Map<string, Counted>();

  constructor(store: Pick<MetricCountStore, "count" | "eventsByStep">) {
    this.#store = store;
  }

  /** By the step, at the beginning of one of which the span begins. */
  async count(owner: Owner, span: Span): Promise<readonly MetricCount[]> {
    const name = nameOf(owner);
    const before = this.#counted.get(name);
    // Looked at first: what is written meanwhile is counted again rather than missed.
    const events = await this.#store.eventsByStep(owner, span);
    const [changed] = [...events].find(([step, n]) => before?.events.get(step) !== n) ?? [];
    const from = changed ?? span.to;
    const same = (before?.counts ?? []).filter(({ at }) => at < from && events.has(at));
    const fresh = changed === undefined ? [] : await this.#store.count(owner, { from, to: span.to });
    this.#remember(name, { events, counts: [...same, ...fresh] });
    return [...same, ...fresh];
  }

  #remember(name: string, counted: Counted): void {
    this.#counted.delete(name);
    const [oldest] = this.#counted.keys();
    if (oldest !== undefined && this.#counted.size >= mostRemembered) this.#counted.delete(oldest);
    this.#counted.set(name, counted);
  }
}

import type { EventType } from "#features/events/index.ts";
import { type Clock, dayMs, hourMs } from "#platform/clock.ts";
import { badMember } from "#platform/errors.ts";
import { nameOf, type Owner } from "#platform/owner.ts";
import { SharedLooks } from "#platform/shared-looks.ts";
import { countStepsOver, type StepsOver } from "./steps-over.ts";
import type { Counted, EventCountStore, Span } from "./store.ts";

export type EventTotals = Readonly<Partial<Record<EventType, number>>>;

export interface Overview extends Span {
  readonly step: StepName;
  readonly totals: EventTotals;
  /** Every step, also those in which nothing came about. */
  readonly series: readonly { readonly at: number; readonly counts: EventTotals }[];
}

export type StepName = keyof typeof steps;

const steps = { hour: hourMs, day: dayMs };
const mostSteps = 400;
const longestByHourMs = 4 * dayMs;
/** As many hours are counted and kept in one go. */
const countedAtOnceMs = 31 * dayMs;

/** How many recipients each type of event was about, over time. Hours that are over are counted once, when somebody looks. */
export class EventCounts {
  readonly #store: EventCountStore;
  readonly #hours: StepsOver;
  readonly #clock: Clock;
  readonly #looks = new SharedLooks<Overview>();

  constructor(parts: { store: EventCountStore; clock: Clock }) {
    const { store } = parts;
    this.#store = store;
    this.#clock = parts.clock;
    this.#hours = {
      stepMs: hourMs,
      countedUntil: async (owner) => await store.countedUntil(owner),
      firstEventAt: async (owner) => await store.firstEventAt(owner),
      countAndKeep: async (owner, span) =>
        await store.keep(owner, span, await store.count(owner, span, hourMs)),
      atOnceMs: countedAtOnceMs,
    };
  }

  /** The last day unless said otherwise. Throws `bad-request` for more steps than can be shown. */
  async overview(
    owner: Owner,
    asked: {
      readonly from?: number | undefined;
      readonly to?: number | undefined;
      readonly step?: StepName | undefined;
    },
  ): Promise<Overview> {
    const span = this.#spanOf(asked);
    const name = `${nameOf(owner)} ${span.from} ${span.to} ${span.step}`;
    return await this.#looks.get(name, () => this.#overview(owner, span));
  }

  /** A time until now. */
  async byTheHour(owner: Owner, ms: number): Promise<Overview> {
    const to = this.#clock.now();
    return await this.overview(owner, { from: to - ms, to, step: "hour" });
  }

  /** Who may have events. */
  async owners(): Promise<Owner[]> {
    return await this.#store.owners();
  }

  /** Keeps the counts of all hours that are over: before what they were counted from is forgotten. */
  async keep(owner: Owner): Promise<void> {
    await countStepsOver(this.#hours, owner, this.#clock.now());
  }

  async #overview(owner: Owner, { from, to, step }: Span & { readonly step: StepName }): Promise<Overview> {
    const stepMs = steps[step];
    const counted = await this.#count(owner, { from, to }, stepMs);
    const bySlot = Map.groupBy(counted, ({ at }) => at);
    const series = Array.from({ length: (to - from) / stepMs }, (_, index) => {
      const at = from + index * stepMs;
      return { at, counts: totalsOf(bySlot.get(at) ?? []) };
    });
    return { from, to, step, totals: totalsOf(counted), series };
  }

  #spanOf(asked: { from?: number | undefined; to?: number | undefined; step?: StepName | undefined }) {
    const to = asked.to ?? this.#clock.now();
    const from = asked.from ?? to - dayMs;
    const step = asked.step ?? (to - from > longestByHourMs ? "day" : "hour");
    const stepMs = steps[step];
    const whole = { from: Math.floor(from / stepMs) * stepMs, to: Math.ceil(to / stepMs) * stepMs, step };
    if (from < 0 || from >= to) throw badMember("from", "must be before to");
    if ((whole.to - whole.from) / stepMs > mostSteps) {
      throw badMember("step", `would come to more than ${mostSteps} steps`);
    }
    return whole;
  }

  async #count(owner: Owner, { from, to }: Span, stepMs: number): Promise<Counted[]> {
    const countedUntil = await countStepsOver(this.#hours, owner, this.#clock.now());
    const parted = Math.min(Math.max(countedUntil, from), to);
    const [kept, fresh] = await Promise.all([
      this.#store.kept(owner, { from, to: parted }, stepMs),
      this.#store.count(owner, { from: parted, to }, stepMs),
    ]);
    return [...kept, ...fresh];
  }
}

function totalsOf(counted: readonly Counted[]): EventTotals {
  const totals: Partial<Record<EventType, number>> = {};
  for (const { type, n } of counted) totals[type as EventType] = (totals[type as EventType] ?? 0) + n;
  return totals;
}

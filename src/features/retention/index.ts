import { firstMessageIdAt } from "#features/delivery/index.ts";
import { type Clock, dayMs } from "#platform/clock.ts";
import { type KeptTable, keptTables } from "./kept-tables.ts";
import type { Day, PartitionStore } from "./partitions-store.ts";
import type { OldRowsStore } from "./store.ts";

export { PartitionStore } from "./partitions-store.ts";
export { OldRowsStore } from "./store.ts";

/** Made beforehand, so that a weekend without anybody at work is no matter. */
const daysAhead = 4;

/** Messages, and what became of them, are kept for so long. What is queued is kept until it is done. */
export class Retention {
  readonly #rows: OldRowsStore;
  readonly #partitions: PartitionStore | undefined;
  readonly #clock: Clock;
  readonly #keepMs: number;
  readonly #regions: readonly string[];

  constructor(parts: {
    rows: OldRowsStore;
    /** Undefined where there are none: on SQLite. */
    partitions: PartitionStore | undefined;
    clock: Clock;
    keepMs: number;
    /** Those that will have messages, though there may be none yet. */
    regions: readonly string[];
  }) {
    this.#rows = parts.rows;
    this.#partitions = parts.partitions;
    this.#clock = parts.clock;
    this.#keepMs = parts.keepMs;
    this.#regions = parts.regions;
  }

  /** Forgets what is old enough; on PostgreSQL whole days, which it also makes beforehand. */
  async keep(signal: AbortSignal): Promise<void> {
    const before = Math.floor((this.#clock.now() - this.#keepMs) / dayMs) * dayMs;
    if (this.#partitions !== undefined) await this.#keepDays(this.#partitions, before);
    for (const table of keptTables) await this.#rows.removeOld(table, before, signal);
  }

  async #keepDays(partitions: PartitionStore, before: number): Promise<void> {
    const regions = [...new Set([...this.#regions, ...(await this.#rows.regions())])];
    const today = Math.floor(this.#clock.now() / dayMs) * dayMs;
    const ahead = Array.from({ length: daysAhead }, (_, days) => today + days * dayMs);
    const wanted = keptTables.flatMap((table) => ahead.flatMap((at) => daysOf(table, at, regions)));
    const isOver = (name: string): Day | undefined => {
      const day = readDay(name);
      return day !== undefined && day.at < before ? day : undefined;
    };
    await partitions.keep({ wanted, isOver });
  }
}

function daysOf(table: KeptTable, at: number, regions: readonly string[]): Day[] {
  if (!table.isByRegion) {
    return [{ table, label: labelOf(at), from: table.idAt(at, ""), to: table.idAt(at + dayMs, "") }];
  }
  // Regions may share their digits, and then their days.
  const byDigits = new Map(regions.map((region) => [digitsOf(region), region]));
  return [...byDigits].map(([digits, region]) => ({
    table,
    label: `${digits}_${labelOf(at)}`,
    from: table.idAt(at, region),
    to: table.idAt(at + dayMs, region),
  }));
}

/** Of the name of a partition: `deliveries_20260115`, `messages_0100_20260115`. */
function readDay(name: string): (Day & { readonly at: number }) | undefined {
  const [, tableName, digits, year, month, date] =
    /^(.+?)(?:_([0-9a-f]{4}))?_(\d{4})(\d\d)(\d\d)$/.exec(name) ?? [];
  const table = keptTables.find((candidate) => candidate.name === tableName);
  if (table === undefined || table.isByRegion !== (digits !== undefined)) return undefined;
  const at = Date.UTC(Number(year), Number(month) - 1, Number(date));
  const label = name.slice(table.name.length + 1);
  if (digits === undefined) {
    return { table, label, at, from: table.idAt(at, ""), to: table.idAt(at + dayMs, "") };
  }
  const idAt = (moment: number) => `${digits}${moment.toString(16).padStart(12, "0")}`;
  return { table, label, at, from: idAt(at), to: idAt(at + dayMs) };
}

function labelOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10).replaceAll("-", "");
}

function digitsOf(region: string): string {
  return firstMessageIdAt(region, 0).slice(0, 4);
}

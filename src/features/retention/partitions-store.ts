import type { Client } from "pg";
import { withClient } from "#platform/database/postgres/with-client.ts";
import type { KeptTable } from "./kept-tables.ts";

/** One day of a table; of a region's, where its ids begin with the region's digits. */
export interface Day {
  readonly table: KeptTable;
  /** `20260115`, with the region's digits before it: what its partition is called by. */
  readonly label: string;
  readonly from: string;
  readonly to: string;
}

/** Other than that of the migrations. */
const upkeepLock = 744_639;
const lockTimeoutMs = 1_000;
/** Enough to tell what is rare from what is not. */
const rowsSampled = 1_000;
/** The table is busy, or what was to go in the new partition is in the default one already. */
const notNow = new Set(["55P03", "23514", "40P01"]);

/** The partitions of PostgreSQL, over a connection that is there for nothing else. */
export class PartitionStore {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /**
   * Makes days that are to come, and drops those that are over unless something in them is still to be done. Answers how many
   * were dropped. Where another process is at it, does nothing; what does not succeed now does the next time.
   */
  async keep({
    wanted,
    isOver,
  }: {
    wanted: readonly Day[];
    isOver: (label: string) => Day | undefined;
  }): Promise<number> {
    return await withClient(this.#url, async (client) => {
      const { rows } = await client.query<{ free: boolean }>("select pg_try_advisory_lock($1) as free", [
        upkeepLock,
      ]);
      if (rows[0]?.free !== true) return 0;
      const existing = await partitionsOf(client);
      for (const day of wanted) {
        if (existing.has(nameOf(day))) continue;
        await unlessBusy(client, async () => await make(client, day, daysBefore(day, existing)));
      }
      let dropped = 0;
      for (const name of existing) {
        const day = isOver(name);
        if (day !== undefined && (await unlessBusy(client, async () => await drop(client, day))))
          dropped += 1;
      }
      return dropped;
    });
  }
}

function nameOf({ table, label }: Day): string {
  return `${table.name}_${label}`;
}

async function partitionsOf(client: Client): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ name: string }>(
    "select relname as name from pg_class where relispartition and relkind = 'r' and relnamespace = current_schema()::regnamespace",
  );
  return new Set(rows.map(({ name }) => name));
}

/** In a transaction of its own, that waits for nobody for long: whoever waits for a table holds up all others behind it. */
async function unlessBusy(client: Client, act: () => Promise<boolean>): Promise<boolean> {
  await client.query("begin");
  try {
    await client.query(`set local lock_timeout = ${lockTimeoutMs}`);
    const done = await act();
    await client.query("commit");
    return done;
  } catch (error) {
    await client.query("rollback");
    if (notNow.has((error as { code?: string }).code ?? "")) return false;
    throw error;
  }
}

/** The last ones first. */
function daysBefore(day: Day, existing: ReadonlySet<string>): readonly string[] {
  const name = nameOf(day);
  const sameSort = [...existing].filter((other) => other.slice(0, -8) === name.slice(0, -8));
  return sameSort
    .filter((other) => other < name)
    .toSorted()
    .toReversed();
}

/** Beside the table first, then attached: so the table is locked for a moment only. */
async function make(client: Client, day: Day, before: readonly string[]): Promise<boolean> {
  const name = nameOf(day);
  await client.query(`create table ${name} (like ${day.table.name} including all)`);
  if (day.table.hasRivals) await expectAsBefore(client, name, before);
  await client.query(
    `alter table ${day.table.name} attach partition ${name} for values from ('${day.from}') to ('${day.to}')`,
  );
  return true;
}

/**
 * Leaves a new day with the statistics of one before, until it has its own: where PostgreSQL knows nothing, it takes an account for one of
 * hundreds, and reads all that the day has of it to find one row.
 */
async function expectAsBefore(client: Client, name: string, before: readonly string[]): Promise<void> {
  for (const other of before) {
    const { rowCount } = await client.query(
      `insert into ${name} select * from ${other} limit ${rowsSampled}`,
    );
    if (rowCount === 0) continue;
    await client.query(`analyze ${name}`);
    await client.query(`truncate ${name}`);
    return;
  }
}

async function drop(client: Client, day: Day): Promise<boolean> {
  const name = nameOf(day);
  await client.query(`lock table ${name} in access exclusive mode`);
  if (await isNeeded(client, day)) return false;
  await client.query(`drop table ${name}`);
  return true;
}

async function isNeeded(client: Client, day: Day): Promise<boolean> {
  const { isQueue, isByRegion, neededBy } = day.table;
  const name = nameOf(day);
  const work = neededBy.map((queue) =>
    isByRegion
      ? `select 1 from ${queue} where state = 'queued' and message_id >= '${day.from}' and message_id < '${day.to}'`
      : `select 1 from ${queue} where state = 'queued' and event_id >= '${day.from}' and event_id < '${day.to}'`,
  );
  if (isQueue) work.push(`select 1 from ${name} where state = 'queued'`);
  for (const query of work) {
    const { rowCount } = await client.query(`${query} limit 1`);
    if (rowCount === 1) return true;
  }
  return false;
}

import { sql } from "kysely";
import { dayMs } from "#platform/clock.ts";
import type { Database } from "#platform/database/database.ts";
import type { Owner } from "#platform/owner.ts";

const microsecond = 1_000_000;
/** What was not used is kept for so long: it may come at once. */
const burst = microsecond;
/** All that any number of processes owe is less. What lies further ahead was taken before the clock was set back. */
const farthest = 10 * microsecond;

export interface Grant {
  readonly granted: number;
  /** Until there is one more to be had; 0 where there is now. */
  readonly waitMs: number;
}

export class CallAllowanceStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Takes as many calls as wanted, or as there are, by the generic cell rate algorithm; `owed` were made already and count in any
   * case. On PostgreSQL by the clock of the server: those of its clients differ.
   */
  async take(
    { account, region }: Owner,
    {
      now,
      owed,
      wanted,
      perSecond,
    }: {
      readonly now: number;
      readonly owed: number;
      readonly wanted: number;
      readonly perSecond: number;
    },
  ): Promise<Grant> {
    const { build, engine } = this.#database;
    const step = Math.floor(microsecond / perSecond);
    const time =
      engine === "postgres"
        ? sql`cast(extract(epoch from statement_timestamp()) * 1000000 as bigint)`
        : sql`cast(${now * 1_000} as bigint)`;
    const taken = sql`case when call_allowances.next_at between ${time} and ${time} + ${bigint(farthest)} then call_allowances.next_at else ${time} end`;
    const from = sql`(${taken} + ${bigint(owed * step)})`;
    const there = sql`((${time} + ${bigint(burst)} - ${from}) / ${bigint(step)})`;
    const granted = sql`(case when ${there} <= 0 then 0 when ${there} < ${bigint(wanted)} then ${there} else ${bigint(wanted)} end)`;
    const atFirst = Math.max(0, Math.min(wanted, perSecond - owed));
    const query = sql<{ granted: number; ahead: number }>`
      insert into call_allowances (account, region, next_at, granted)
      values (${account}, ${region}, ${time} + ${bigint((owed + atFirst) * step)}, ${bigint(atFirst)})
      on conflict (account, region) do update set next_at = ${from} + ${granted} * ${bigint(step)}, granted = ${granted}
      returning granted, next_at - ${time} as ahead`.compile(build);
    const [row] = await this.#database.change(query);
    if (row === undefined) throw new Error("An allowance was not written.");
    return { granted: row.granted, waitMs: Math.max(0, Math.ceil((row.ahead + step - burst) / 1_000)) };
  }

  /** Those that have been whole for a day: that they are there says nothing any more. */
  async forget(now: number): Promise<void> {
    const whole = bigint((now - dayMs) * 1_000);
    const query = this.#database.build.deleteFrom("call_allowances").where("next_at", "<", whole).compile();
    await this.#database.write([{ query }]);
  }
}

/** To SQLite a parameter is no integer, so it would divide with a fraction; PostgreSQL wants to be told what it is. */
function bigint(value: number) {
  return sql<number>`cast(${value} as bigint)`;
}

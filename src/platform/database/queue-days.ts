import { sql } from "kysely";
import type { Backlog } from "#platform/backlog.ts";
import { dayMs, hourMs } from "#platform/clock.ts";
import { leastEventIdAt, leastIdAt } from "#platform/ids.ts";
import type { Database } from "./database.ts";
import { readBacklog } from "./read-backlog.ts";

/** What is queued ends within a day, but for what an operator makes wait; clocks differ by less than another. */
const daysUnderWay = 2;

const leastIdIn = {
  deliveries: (at: number) => leastIdAt("dlv", at),
  event_publications: (at: number) => leastEventIdAt("pub", at),
} as const;

/** Part of the statement's text: only then do the engines see that the partial indexes serve it. */
export const queued = sql.lit("queued" as const);

/** What waits in a queue: of the days since an id, where one is given. */
export function queuedIn({ build }: Database, queue: keyof typeof leastIdIn, leastId: string | undefined) {
  const waiting = build.selectFrom(queue).where("state", "=", queued);
  return leastId === undefined ? waiting : waiting.where("id", ">=", sql.lit(leastId));
}

/**
 * Which days of a queue hold what waits. PostgreSQL opens and locks every day that a statement does not leave aside, whose index says in
 * a moment that nothing waits there: with a year of days a claim took thousands of locks, of which a server has some thousands for all.
 */
export class QueueDays {
  readonly #database: Database;
  readonly #queue: keyof typeof leastIdIn;
  #least: string | undefined;
  #looked: { readonly day: number; readonly at: number } | undefined;

  constructor(database: Database, queue: keyof typeof leastIdIn) {
    this.#database = database;
    this.#queue = queue;
  }

  /** Gives what is built with `leastId` for as long as that is the same: it is to stand in a statement's text. */
  prepare<Statement>(build: (leastId: string | undefined) => Statement): (now: number) => Promise<Statement> {
    let last: { readonly leastId: string | undefined; readonly statement: Statement } | undefined;
    return async (now) => {
      const leastId = await this.leastId(now);
      if (last?.leastId !== leastId || last === undefined) last = { leastId, statement: build(leastId) };
      return last.statement;
    };
  }

  async backlog(now: number): Promise<Backlog> {
    const waiting = queuedIn(this.#database, this.#queue, await this.leastId(now)).select("due_at");
    return await readBacklog(this.#database, waiting, now);
  }

  /**
   * What no id of anything queued is below. What has ended is never queued again, so it
   * holds until it is looked for anew: once an hour, and with every day. Undefined: something has waited for days, or there are none.
   */
  async leastId(now: number): Promise<string | undefined> {
    if (this.#database.engine === "sqlite") return undefined;
    const day = Math.floor(now / dayMs);
    if (this.#looked?.day === day && now - this.#looked.at < hourMs) return this.#least;
    const least = leastIdIn[this.#queue]((day - daysUnderWay) * dayMs);
    const older = await this.#database.read(
      this.#database.build
        .selectFrom(this.#queue)
        .select("id")
        .where("state", "=", queued)
        .where("id", "<", least)
        .limit(1)
        .compile(),
    );
    this.#least = older.length === 0 ? least : undefined;
    this.#looked = { day, at: now };
    return this.#least;
  }
}

import { type RawBuilder, sql } from "kysely";
import type { Backlog } from "#platform/backlog.ts";
import type { Database, Step } from "#platform/database/database.ts";
import { dueToClaim } from "#platform/database/due-to-claim.ts";
import { readBacklog } from "#platform/database/read-backlog.ts";
import { requireRoom } from "#platform/database/require-fewer-than.ts";
import { CallerError } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";

/** Jobs of one kind that have not ended: what is the same of imports and of exports. */
export class JobsUnderWay {
  readonly #database: Database;
  readonly #name: string;
  readonly #table: "export_jobs";

  constructor(database: Database, table: "import_jobs" | "export_jobs") {
    this.#database = database;
    this.#name = table.replace("_", " ");
    // What is named here both tables have.
    this.#table = table as "export_jobs";
  }

  /** Guarded: throws `limit-exceeded` where an owner has so many. */
  requireRoom(most: number, { account, region }: Owner): readonly Step[] {
    const ofOwner = this.#underWay().where("account", "=", account).where("region", "=", region);
    const full = () => new CallerError("limit-exceeded", `At most ${most} ${this.#name} may be under way.`);
    return requireRoom(this.#database, most, ofOwner, full);
  }

  async nextDueAt(): Promise<number | undefined> {
    const [row] = await this.#database.read(
      this.#underWay()
        .select((job) => job.fn.min("due_at").as("due_at"))
        .compile(),
    );
    return row?.due_at ?? undefined;
  }

  async backlog(now: number): Promise<Backlog> {
    const times = this.#underWay().select("due_at").$narrowType<{ due_at: number }>();
    return await readBacklog(this.#database, times, now);
  }

  /** All that are claimed, as if they had not been. */
  releaseAll(dueAt: number): Step {
    const query = this.#database.build
      .updateTable(this.#table)
      .set({ due_at: dueAt })
      .where("status", "=", "PROCESSING")
      .where("due_at", ">", dueAt)
      .compile();
    return { query };
  }

  /** Which of those that are due a claim takes, for its `where`: an account's second one after everybody's first. */
  dueInTurns({ now, limit }: { readonly now: number; readonly limit: number }): RawBuilder<boolean> {
    // After how many of its own, which are being done or have waited longer. Spelled like this, the account leads SQLite not to the key, and
    // so through all jobs that have ended.
    const turn = sql<number>`row_number() over (partition by account || ''
      order by case when due_at > ${now} then 0 else 1 end, due_at, id)`;
    const due = this.#database.build
      .with(
        (cte) => cte("under_way").materialized(),
        () => this.#underWay().select(["account", "region", "id", turn.as("turn")]),
      )
      .selectFrom(`${this.#table} as job`)
      .innerJoin("under_way", (join) =>
        join
          .onRef("under_way.account", "=", "job.account")
          .onRef("under_way.region", "=", "job.region")
          .onRef("under_way.id", "=", "job.id"),
      )
      .select(["job.account", "job.region", "job.id"])
      .where("job.due_at", "<=", now)
      .orderBy("under_way.turn")
      .orderBy("job.due_at")
      .limit(limit);
    return sql<boolean>`(account, region, id) in ${dueToClaim(this.#database, due)}`;
  }

  #underWay() {
    return this.#database.build.selectFrom(this.#table).where("due_at", "is not", null);
  }
}

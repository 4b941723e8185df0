import { type RawBuilder, sql } from "kysely";
import type { Database } from "#platform/database/database.ts";
import { dueToClaim } from "#platform/database/due-to-claim.ts";

/** Which of the jobs that are due a claim takes, for its `where`: an account's second one after everybody's first. */
export function dueInTurns(
  database: Database,
  table: "import_jobs" | "export_jobs",
  { now, limit }: { readonly now: number; readonly limit: number },
): RawBuilder<boolean> {
  // What is named here both tables have.
  const jobs = table as "export_jobs";
  // After how many of its own, which are being done or have waited longer.
  const turn = sql<number>`row_number() over (partition by account
    order by case when due_at > ${now} then 0 else 1 end, due_at, id)`;
  const due = database.build
    .with(
      (cte) => cte("under_way").materialized(),
      (within) =>
        within
          .selectFrom(jobs)
          .select(["account", "region", "id", turn.as("turn")])
          .where("due_at", "is not", null),
    )
    .selectFrom(`${jobs} as job`)
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
  return sql<boolean>`(account, region, id) in ${dueToClaim(database, due)}`;
}

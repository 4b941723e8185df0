import { type SelectQueryBuilder, sql } from "kysely";
import { type Backlog, mostCounted } from "#platform/backlog.ts";
import type { Database } from "./database.ts";
import type { Tables } from "./tables/index.ts";

/** Walks the first so many entries of the index on `due_at`, however long the queue is. */
export async function readBacklog<Table extends keyof Tables>(
  database: Database,
  queued: SelectQueryBuilder<Tables, Table, { due_at: number }>,
  now: number,
): Promise<Backlog> {
  const some = queued.orderBy(sql`due_at`).limit(mostCounted).as("some");
  const [row] = await database.read(
    database.build
      .selectFrom(some)
      .select([
        sql<number>`count(*)`.as("waiting"),
        sql<number | null>`sum(case when due_at <= ${now} then 1 else 0 end)`.as("due"),
        sql<number | null>`min(due_at)`.as("earliest"),
      ])
      .compile(),
  );
  return {
    waiting: row?.waiting ?? 0,
    due: row?.due ?? 0,
    earliestDueAt: row?.earliest ?? undefined,
  };
}

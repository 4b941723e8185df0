import type { CompiledQuery } from "kysely";
import type { Database } from "#platform/database/open.ts";

/**
 * How SQLite goes about what is claimed or written by way of the database that is handed on, step by step, and what is read, unless reads are
 * answered. Nothing is done there.
 */
export async function sqlitePlan(
  database: Database,
  act: (explaining: Database) => Promise<unknown>,
  { answersReads = false } = {},
): Promise<string> {
  const steps: string[] = [];
  const explaining = Object.create(database) as Database;
  const explain = async (query: CompiledQuery<unknown>) => {
    const plan = await database.read({ ...query, sql: `explain query plan ${query.sql}` });
    steps.push(...(plan as { detail: string }[]).map(({ detail }) => detail));
    return [];
  };
  explaining.read = answersReads ? async (query) => await database.read(query) : explain;
  explaining.readAside = explain;
  explaining.change = explain;
  explaining.write = async (group) => {
    for (const step of group) if ("query" in step) await explain(step.query);
    return [];
  };
  await act(explaining);
  return steps.join("\n");
}

import type { CompiledQuery } from "kysely";
import type { Database } from "#platform/database/open.ts";

/** The tables that PostgreSQL opens for what is asked, the second time, by way of the database that is handed on. */
export async function tablesOpened(
  database: Database,
  ask: (explaining: Database) => () => Promise<unknown>,
): Promise<number> {
  const plans: string[] = [];
  let isSecond = false;
  const explaining = Object.create(database) as Database;
  const explain = async (query: CompiledQuery<unknown>) => {
    const plan = await database.read({ ...query, sql: `explain (format json) ${query.sql}` });
    if (isSecond) plans.push(JSON.stringify(plan));
    return [];
  };
  explaining.change = explain;
  explaining.read = explain;
  explaining.write = async (group) => {
    for (const step of group) if ("query" in step) await explain(step.query);
    return [];
  };
  const again = ask(explaining);
  await again();
  isSecond = true;
  await again();
  return new Set(plans.flatMap((plan) => plan.match(/"Relation Name":"[^"]+"/g) ?? [])).size;
}

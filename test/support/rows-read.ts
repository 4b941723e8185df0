import assert from "node:assert/strict";
import type { CompiledQuery } from "kysely";
import type { Database } from "#platform/database/open.ts";

/**
 * How many rows of tables PostgreSQL goes through for what is read or claimed by way of the database that is handed on, as often as it does through
 * each. Nothing is answered there.
 */
export async function rowsRead(
  database: Database,
  read: (explaining: Database) => Promise<unknown>,
): Promise<number> {
  let rows = 0;
  const explaining = Object.create(database) as Database;
  const explain = async (query: CompiledQuery<unknown>) => {
    const explained = { ...query, sql: `explain (analyze, timing off, format json) ${query.sql}` };
    const [row] = (await database.read(explained)) as { "QUERY PLAN": [{ Plan: PlanNode }] }[];
    assert.ok(row);
    rows += rowsOf(row["QUERY PLAN"][0].Plan);
    return [];
  };
  explaining.read = explain;
  explaining.readAside = explain;
  explaining.change = explain;
  await read(explaining);
  return rows;
}

interface PlanNode {
  readonly "Relation Name"?: string;
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly "Rows Removed by Filter"?: number;
  /** Compared with each other one. */
  readonly "Rows Removed by Join Filter"?: number;
  readonly Plans?: readonly PlanNode[];
}

function rowsOf(node: PlanNode): number {
  const passed = node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0);
  const compared = node["Rows Removed by Join Filter"] ?? 0;
  const own = (node["Relation Name"] === undefined ? compared : passed) * node["Actual Loops"];
  return (node.Plans ?? []).reduce((sum, inner) => sum + rowsOf(inner), own);
}

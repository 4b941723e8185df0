import { sql } from "kysely";
import type { Database, Statement } from "./database.ts";

/**
 * From here on a group runs while no other of this name does: what it then counts stays so until it is on disk. SQLite has one writer
 * anyway.
 */
export function oneAtATime({ engine, build }: Database, name: string): Statement[] {
  if (engine === "sqlite") return [];
  return [{ query: sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.compile(build) }];
}

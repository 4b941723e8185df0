import { dirname } from "node:path";
import { makeFolder } from "#platform/folder.ts";
import { migrations } from "./migrations/index.ts";
import { type DatabasePlace, sqliteFileIn } from "./open.ts";
import { appliedInPostgres, migratePostgres, requireFitInPostgres } from "./postgres/migrate.ts";
import { withClient } from "./postgres/with-client.ts";
import { appliedInSqlite, migrateSqlite, requireFitInSqlite } from "./sqlite/migrate.ts";

/** How a database's schema and this program's idea of it differ. */
export interface SchemaDifference {
  /** What this program needs and is not there yet, in its order. */
  readonly missing: readonly string[];
  /** What a newer version has applied; by the rule that migrations only add, it is of no consequence here. */
  readonly newer: readonly string[];
}

export async function compareSchema(place: DatabasePlace): Promise<SchemaDifference> {
  const applied = new Set(
    place.url === undefined
      ? appliedInSqlite(sqliteFileIn(place.folder))
      : await withClient(place.url, appliedInPostgres),
  );
  const known = new Set(migrations.map(({ name }) => name));
  return {
    missing: [...known].filter((name) => !applied.has(name)),
    newer: [...applied].filter((name) => !known.has(name)),
  };
}

/** Throws `NewerSchema` where this program cannot work on it. */
export async function requireFit(place: DatabasePlace): Promise<void> {
  if (place.url !== undefined) await withClient(place.url, requireFitInPostgres);
  else requireFitInSqlite(sqliteFileIn(place.folder));
}

/** Applies what is missing, or what is missing of some; resolves to the names of what it applied. */
export async function migrate(place: DatabasePlace, some?: readonly string[]): Promise<readonly string[]> {
  const among = some === undefined ? undefined : new Set(some);
  if (place.url !== undefined)
    return await withClient(place.url, async (client) => await migratePostgres(client, among));
  const file = sqliteFileIn(place.folder);
  await makeFolder(dirname(file));
  return migrateSqlite(file, among);
}

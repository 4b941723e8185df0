import { existsSync } from "node:fs";
import { type DatabasePlace, sqliteFileIn } from "#platform/database/open.ts";
import { snapshotOfPostgres, targetInPostgres } from "./postgres.ts";
import type { Snapshot, Target } from "./rows.ts";
import { snapshotOfSqlite, targetInSqlite } from "./sqlite.ts";

export { BrokenArchive, openArchive, writeArchive } from "./archive.ts";
export { fill, requireOurs, TargetRefused } from "./fill.ts";
export type { Snapshot } from "./rows.ts";

/** Undefined: nothing was ever kept there. */
export async function openSnapshot({ url, folder }: DatabasePlace): Promise<Snapshot | undefined> {
  const file = sqliteFileIn(folder);
  if (url === undefined && !existsSync(file)) return undefined;
  await using opening = new AsyncDisposableStack();
  const snapshot = opening.use(url === undefined ? snapshotOfSqlite(file) : await snapshotOfPostgres(url));
  if (snapshot.migrations.length === 0) return undefined;
  opening.move();
  return snapshot;
}

/** Its schema must be there. */
export async function openTarget({ url, folder }: DatabasePlace): Promise<Target> {
  return url === undefined ? targetInSqlite(sqliteFileIn(folder)) : await targetInPostgres(url);
}

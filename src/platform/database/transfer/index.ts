import { type DatabasePlace, sqliteFileIn } from "#platform/database/open.ts";
import { snapshotOfPostgres, targetInPostgres } from "./postgres.ts";
import type { Snapshot, Target } from "./rows.ts";
import { snapshotOfSqlite, targetInSqlite } from "./sqlite.ts";

export { BrokenArchive, openArchive, writeArchive } from "./archive.ts";
export { fill, requireOurs, TargetRefused } from "./fill.ts";

export async function openSnapshot({ url, folder }: DatabasePlace): Promise<Snapshot> {
  return url === undefined ? snapshotOfSqlite(sqliteFileIn(folder)) : await snapshotOfPostgres(url);
}

/** Its schema must be there. */
export async function openTarget({ url, folder }: DatabasePlace): Promise<Target> {
  return url === undefined ? targetInSqlite(sqliteFileIn(folder)) : await targetInPostgres(url);
}

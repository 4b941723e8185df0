import { join } from "node:path";
import type { Database } from "./database.ts";

export type { Database } from "./database.ts";

import { openPostgres } from "./postgres/engine.ts";
import type { CheckpointLog } from "./sqlite/checkpoints.ts";
import { openSqlite } from "./sqlite/engine.ts";

/** PostgreSQL where there is a URL, else SQLite in the folder. */
export interface DatabasePlace {
  readonly url?: string | undefined;
  readonly folder: string;
}

/**
 * Opens the store and brings its schema up to date; PostgreSQL is given up on when the signal is aborted. `log` is told what goes wrong in
 * the background, where no caller hears of it.
 */
export async function openDatabase(
  { url, folder }: DatabasePlace,
  { signal, log }: { readonly signal?: AbortSignal | undefined; readonly log?: CheckpointLog } = {},
): Promise<Database> {
  return url === undefined ? await openSqlite(sqliteFileIn(folder), log) : await openPostgres(url, signal);
}

export function sqliteFileIn(folder: string): string {
  return join(folder, "signet.sqlite");
}

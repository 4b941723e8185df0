import { join } from "node:path";
import type { Database } from "./database.ts";

export type { Database } from "./database.ts";

import { openPostgres } from "./postgres/engine.ts";
import { openSqlite } from "./sqlite/engine.ts";

/** Opens the store and brings its schema up to date. */
export async function openDatabase(where: { url?: string | undefined; folder: string }): Promise<Database> {
  return where.url === undefined
    ? await openSqlite(join(where.folder, "signet.sqlite"))
    : await openPostgres(where.url);
}

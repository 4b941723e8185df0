import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { makeFolder } from "#platform/folder.ts";

/** A service runs on the folder already. */
export class FolderInUse extends Error {
  override readonly name = "FolderInUse";

  constructor(folder: string) {
    super(
      `Another Signet runs on ${folder}. Stop it, or set SIGNET_DATA to another folder; several processes share a PostgreSQL (SIGNET_DATABASE_URL).`,
    );
  }
}

/**
 * Makes this the one service on a folder's SQLite: a second would take the first's leases for those of a process that was killed.
 * The lock is SQLite's own, on an empty database beside, which the kernel lets go of however the process ends. Throws `FolderInUse`.
 */
export async function soleServiceIn(folder: string): Promise<Disposable> {
  await makeFolder(folder);
  const lock = new DatabaseSync(join(folder, "service.lock"));
  try {
    lock.exec("begin exclusive");
  } catch (error) {
    lock.close();
    // SQLITE_BUSY
    throw (error as { errcode?: number }).errcode === 5 ? new FolderInUse(folder) : error;
  }
  return { [Symbol.dispose]: () => lock.close() };
}

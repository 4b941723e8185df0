import { open, rm } from "node:fs/promises";
import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { command } from "#cli/command.ts";
import { Failure } from "#cli/failures.ts";
import { Progress } from "#cli/progress.ts";
import { readConfig } from "#config.ts";
import { masterKeyOf, masterKeyWord } from "#features/service-key/index.ts";
import type { Snapshot } from "#platform/database/transfer/index.ts";
import { existingMasterKeyIn, fingerprintOf, masterKeyFileIn } from "#platform/master-key.ts";

export const exportDatabase = command({
  words: "export",
  summary: "write the whole database into a file, for 'signet import' into another",
  notes:
    "The file holds everything at one moment, also while the service runs: a backup. To move to another database,\n" +
    "stop the service first, or what is accepted meanwhile stays behind and what is waiting is sent from both.\n" +
    "Secrets in it stay sealed: without the master key (master.key in SIGNET_DATA, or SIGNET_MASTER_KEY) it is\n" +
    "of no use, so keep that too, in another place.",
  operands: { file: "one" },
  options: {},
  async run({ operands: { file } }, terminal) {
    const { dataFolder: folder, databaseUrl: url, masterKey: given } = readConfig(terminal.environment);
    const { openSnapshot, writeArchive } = await import("#platform/database/transfer/index.ts");
    await using snapshot = await openSnapshot({ folder, url });
    if (snapshot === undefined) {
      const place = url === undefined ? `in ${folder}` : "at SIGNET_DATABASE_URL";
      throw new Failure(`There is nothing to export: no database of Signet is ${place}.`);
    }
    const key = await masterKeyFor(snapshot, { given, folder });
    const progress = new Progress(terminal);
    const lines = writeArchive(snapshot, fingerprintOf(key), progress.show);
    const written = await newFile(file);
    await pipeline(Readable.from(lines), written).catch(async (error: unknown) => {
      // Half of an export is of no use to anybody, and in the way of the next.
      if (!isDevice(file)) await rm(file, { force: true });
      throw (error as NodeJS.ErrnoException).syscall === "write" ? unwritable(file, error) : error;
    });
    terminal.err(`Exported ${progress.total()} rows.`);
  },
});

/** What an export is said to be sealed under has to open it: it is found out here, not when it is needed. */
async function masterKeyFor(
  snapshot: Snapshot,
  place: { readonly given: Uint8Array | undefined; readonly folder: string },
): Promise<Uint8Array> {
  const sealed = await sealedWordIn(snapshot);
  if (sealed !== undefined) return await masterKeyOf({ sealed, ...place });
  const key = place.given ?? (await existingMasterKeyIn(place.folder));
  if (key === undefined) throw new Failure(`There is no master key at ${masterKeyFileIn(place.folder)}.`);
  return key;
}

/** Undefined: nothing was ever sealed there. */
async function sealedWordIn(snapshot: Snapshot): Promise<Uint8Array | undefined> {
  const secrets = snapshot.tables.find(({ name }) => name === "service_secrets");
  if (secrets === undefined) return undefined;
  const at = (column: string) => secrets.columns.findIndex(({ name }) => name === column);
  const rows = (await Array.fromAsync(snapshot.rows(secrets))).flat();
  return rows.find((row) => row[at("name")] === masterKeyWord)?.[at("sealed")] as Uint8Array | undefined;
}

/** For its owner only: all messages are in it. Never over another file; a pipe is no other file. */
async function newFile(path: string): Promise<Writable> {
  const handle = await open(path, isDevice(path) ? "w" : "wx", 0o600).catch(
    (error: NodeJS.ErrnoException) => {
      throw error.code === "EEXIST"
        ? new Failure(`${path} is there already: name another file, or remove it.`)
        : unwritable(path, error);
    },
  );
  // On disk before we say that it is.
  return handle.createWriteStream({ flush: !isDevice(path) });
}

function unwritable(path: string, cause: unknown): Failure {
  return new Failure(`${path} cannot be written: ${(cause as Error).message}`, { cause });
}

/** By its name: `/dev/stdout` may lead to a file that the caller's shell has made for us. In `/dev/shm` are files like in any folder. */
function isDevice(path: string): boolean {
  return path.startsWith("/dev/") && !path.startsWith("/dev/shm/");
}

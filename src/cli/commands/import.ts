import { type FileHandle, open } from "node:fs/promises";
import { command } from "#cli/command.ts";
import { Failure } from "#cli/failures.ts";
import { Progress } from "#cli/progress.ts";
import { readConfig } from "#config.ts";
import { existingMasterKeyIn, fingerprintOf } from "#platform/master-key.ts";

export const importDatabase = command({
  words: "import",
  summary: "fill an empty database from a file of 'signet export'",
  notes:
    "SQLite and PostgreSQL take each other's, and exports of older versions are brought up to date. All of it is there in\n" +
    "the end, row by row counted, or nothing. The master key is not in the file: carry over master.key into SIGNET_DATA,\n" +
    "or set SIGNET_MASTER_KEY, beforehand.",
  operands: { file: "one" },
  options: {},
  async run({ operands: { file } }, terminal) {
    const { dataFolder: folder, databaseUrl: url, masterKey } = readConfig(terminal.environment);
    const key = masterKey ?? (await existingMasterKeyIn(folder));
    if (key === undefined) {
      throw new Failure(
        `There is no master key: carry over master.key into ${folder}, or set SIGNET_MASTER_KEY. The secrets in the export are sealed under it.`,
      );
    }
    const [{ migrate }, transfer] = await Promise.all([
      import("#platform/database/schema.ts"),
      import("#platform/database/transfer/index.ts"),
    ]);
    await using source = await openSource(file);
    const bytes = source.createReadStream({
      highWaterMark: 1024 * 1024,
      autoClose: false,
    }) as AsyncIterable<Buffer>;
    const progress = new Progress(terminal);
    const place = { folder, url };
    const importAll = async (): Promise<number> => {
      const archive = await transfer.openArchive(bytes);
      transfer.requireOurs(archive.head, fingerprintOf(key));
      // What later migrations change is what is in the export.
      await migrate(place, archive.head.migrations);
      await using target = await transfer.openTarget(place);
      return await transfer.fill(target, archive, progress.show);
    };
    const rows = await importAll().catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).syscall === "read") throw unreadable(file, error);
      const { BrokenArchive, TargetRefused } = transfer;
      if (error instanceof BrokenArchive) {
        throw new Failure(`${file} cannot be imported: ${error.message}`, { cause: error });
      }
      throw error instanceof TargetRefused ? new Failure(error.message, { cause: error }) : error;
    });
    await migrate(place);
    progress.total();
    terminal.out(`Imported ${rows} rows; every table has as many as were exported.`);
  },
});

/** Before anything is made of the database. */
async function openSource(file: string): Promise<FileHandle> {
  return await open(file).catch((error: unknown) => {
    throw unreadable(file, error);
  });
}

function unreadable(file: string, cause: unknown): Failure {
  return new Failure(`${file} cannot be read: ${(cause as Error).message}`, { cause });
}

import { migrations } from "#platform/database/migrations/index.ts";
import { type ArchiveEnd, type ArchiveHead, type ArchivePart, BrokenArchive } from "./archive.ts";
import { batchOf, type Row, type TableShape, type Target } from "./rows.ts";

/** The database that something is to be moved into is not one that it can be moved into. */
export class TargetRefused extends Error {
  override readonly name = "TargetRefused";
}

/** Throws `TargetRefused`, before anything is made of a database, where the archive is for none that is to be used here. */
export function requireOurs(head: ArchiveHead, masterKey: string): void {
  const ours = new Set(migrations.map(({ name }) => name));
  const unknown = head.migrations.find((name) => !ours.has(name));
  if (unknown !== undefined) {
    throw new TargetRefused(
      `The export is of another version, which is newer (${unknown} is unknown here): import it with that one.`,
    );
  }
  if (head.masterKey !== masterKey) {
    throw new TargetRefused(
      "The secrets in the export are sealed under another master key than the one here. Carry over the file master.key, or set SIGNET_MASTER_KEY.",
    );
  }
}

/**
 * Moves an archive, whose head was read, into an empty database with the schema that it is of, in one transaction: all of it, counted, or
 * nothing. Resolves to the number of rows. Throws `BrokenArchive`, `TargetRefused`.
 */
export async function fill(
  target: Target,
  { head, rest }: { readonly head: ArchiveHead; readonly rest: AsyncIterable<ArchivePart> },
  progress: (table: string, rows: number) => void,
): Promise<number> {
  await requireEmpty(target);
  requireSchemaOf(head, target);
  const filling = new Filling(target, progress);
  for await (const part of rest) await filling.take(part);
  await target.commit();
  return filling.total;
}

async function requireEmpty(target: Target): Promise<void> {
  for (const table of target.tables) {
    if ((await target.count(table)) > 0) {
      throw new TargetRefused(
        `The database is not empty: there is something in ${table.name}. An import makes a database, and adds to none.`,
      );
    }
  }
}

/** A migration changes the rows that are there: those of an older schema have to be there before. */
function requireSchemaOf(head: ArchiveHead, target: Target): void {
  const those = new Set(head.migrations);
  const beyond = target.migrations.find((name) => !those.has(name));
  if (beyond === undefined) return;
  throw new TargetRefused(
    `The export is of an older version, and the database, though empty, has a newer schema already (${beyond}). ` +
      "Import into a new one: it is brought up to date once it is filled.",
  );
}

class Filling {
  total = 0;
  readonly #target: Target;
  readonly #progress: (table: string, rows: number) => void;
  #table: TableShape | undefined;
  #waiting: Row[] = [];
  #count = 0;

  constructor(target: Target, progress: (table: string, rows: number) => void) {
    this.#target = target;
    this.#progress = progress;
  }

  async take(part: ArchivePart): Promise<void> {
    switch (part.is) {
      case "head":
        throw new BrokenArchive("The export is damaged: it begins twice.");
      case "table":
        await this.#flush();
        this.#begin(part.table);
        break;
      case "row":
        this.#waiting.push(part.row);
        if (this.#table !== undefined && this.#waiting.length >= batchOf(this.#table)) await this.#flush();
        break;
      case "end":
        await this.#flush();
        await this.#requireCounts(part.end);
    }
  }

  #begin(table: TableShape): void {
    const known = this.#target.tables.find(({ name }) => name === table.name);
    const names = new Set(known?.columns.map(({ name }) => name));
    if (known === undefined || !table.columns.every(({ name }) => names.has(name))) {
      throw new BrokenArchive(`The export has a table ${table.name} that is not one of ours.`);
    }
    this.#table = table;
    this.#count = 0;
  }

  async #flush(): Promise<void> {
    if (this.#table === undefined || this.#waiting.length === 0) return;
    const rows = this.#waiting;
    this.#waiting = [];
    await this.#target.insert(this.#table, rows);
    this.#count += rows.length;
    this.total += rows.length;
    this.#progress(this.#table.name, this.#count);
  }

  async #requireCounts({ rows }: ArchiveEnd): Promise<void> {
    for (const table of this.#target.tables) {
      const [is, should] = [await this.#target.count(table), rows[table.name] ?? 0];
      if (is !== should) {
        throw new BrokenArchive(
          `${table.name} has ${is} rows after the import, and ${should} in the export.`,
        );
      }
    }
  }
}

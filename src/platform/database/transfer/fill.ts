import {
  type ArchiveEnd,
  type ArchiveHead,
  type ArchivePart,
  BrokenArchive,
  readArchive,
} from "./archive.ts";
import { batchOf, type Row, type TableShape, type Target } from "./rows.ts";

/** The database that something is to be moved into is not one that it can be moved into. */
export class TargetRefused extends Error {
  override readonly name = "TargetRefused";
}

/**
 * Moves an archive into an empty database, in one transaction: all of it, counted, or nothing. Resolves to the number of
 * rows. Throws `BrokenArchive`, `TargetRefused`.
 */
export async function fill(
  target: Target,
  bytes: AsyncIterable<Buffer>,
  { masterKey, progress }: { masterKey: string; progress: (table: string, rows: number) => void },
): Promise<number> {
  await requireEmpty(target);
  const filling = new Filling(target, masterKey, progress);
  for await (const part of readArchive(bytes)) await filling.take(part);
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

class Filling {
  total = 0;
  readonly #target: Target;
  readonly #masterKey: string;
  readonly #progress: (table: string, rows: number) => void;
  #table: TableShape | undefined;
  #waiting: Row[] = [];
  #count = 0;

  constructor(target: Target, masterKey: string, progress: (table: string, rows: number) => void) {
    this.#target = target;
    this.#masterKey = masterKey;
    this.#progress = progress;
  }

  async take(part: ArchivePart): Promise<void> {
    switch (part.is) {
      case "head":
        this.#requireFit(part.head);
        break;
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

  #requireFit({ migrations, masterKey }: ArchiveHead): void {
    const known = new Set(this.#target.migrations);
    if (migrations.length !== known.size || migrations.some((name) => !known.has(name))) {
      throw new TargetRefused(
        "The export is of another version: 'signet migrate' with one version on both sides, then export again.",
      );
    }
    if (masterKey !== this.#masterKey) {
      throw new TargetRefused(
        "The secrets in the export are sealed under another master key than the one here. Carry over the file master.key, or set SIGNET_MASTER_KEY.",
      );
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

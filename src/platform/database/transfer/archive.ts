// One file with a whole database: JSON values, a line each. First the head; then for each table its shape and its rows
// as arrays, bytes in base64; at last how many rows there were, and a hash of all lines before.
import { createHash, type Hash } from "node:crypto";
import type { Cell, Row, Snapshot, TableShape } from "./rows.ts";

export interface ArchiveHead {
  readonly signet: "export";
  readonly version: 1;
  /** Where its rows fit. */
  readonly migrations: readonly string[];
  /** Tells the master key that its secrets are sealed under from others, and nothing else about it. */
  readonly masterKey: string;
}

export interface ArchiveEnd {
  readonly rows: Readonly<Record<string, number>>;
  readonly sha256: string;
}

export type ArchivePart =
  | { readonly is: "head"; readonly head: ArchiveHead }
  | { readonly is: "table"; readonly table: TableShape }
  | { readonly is: "row"; readonly row: Row }
  | { readonly is: "end"; readonly end: ArchiveEnd };

/** What is read is no export, or not a whole one. */
export class BrokenArchive extends Error {
  override readonly name = "BrokenArchive";
}

/** The text of an archive, some lines at a time. */
export async function* writeArchive(
  snapshot: Snapshot,
  masterKey: string,
  progress: (table: string, rows: number) => void,
): AsyncGenerator<string> {
  const hash = createHash("sha256");
  const lines = (...values: readonly unknown[]): string => {
    const text = values.map((value) => `${JSON.stringify(value)}\n`).join("");
    hash.update(text);
    return text;
  };
  const { migrations } = snapshot;
  yield lines({ signet: "export", version: 1, migrations, masterKey } satisfies ArchiveHead);
  const counts: Record<string, number> = {};
  for (const table of snapshot.tables) {
    yield lines(table);
    let count = 0;
    for await (const rows of snapshot.rows(table)) {
      count += rows.length;
      yield lines(...rows.map((row) => row.map(toJson)));
      progress(table.name, count);
    }
    counts[table.name] = count;
  }
  yield `${JSON.stringify({ rows: counts, sha256: hash.digest("hex") } satisfies ArchiveEnd)}\n`;
}

/** Reads an archive up to what it says of itself. Throws `BrokenArchive`. */
export async function openArchive(
  bytes: AsyncIterable<Buffer>,
): Promise<{ readonly head: ArchiveHead; readonly rest: AsyncGenerator<ArchivePart> }> {
  const parts = readArchive(bytes);
  const { value: first } = await parts.next();
  if (first?.is !== "head") throw new BrokenArchive("This is no export of Signet.");
  return { head: first.head, rest: parts };
}

/** Throws `BrokenArchive`, at the end too: until then nothing of it is to be taken for good. */
async function* readArchive(bytes: AsyncIterable<Buffer>): AsyncGenerator<ArchivePart> {
  const hash = createHash("sha256");
  let table: TableShape | undefined;
  let hasEnded = false;
  let number = 0;
  for await (const line of linesOf(bytes)) {
    if (hasEnded) throw new BrokenArchive("Something follows the end of the export.");
    number += 1;
    const value = parse(line, number);
    if (number === 1) {
      yield { is: "head", head: headOf(value) };
    } else if (Array.isArray(value)) {
      yield { is: "row", row: rowOf(value, table) };
    } else if (isEnd(value)) {
      requireHash(hash, value);
      hasEnded = true;
      yield { is: "end", end: value };
    } else {
      table = value as TableShape;
      yield { is: "table", table };
    }
    if (!hasEnded) hash.update(line).update("\n");
  }
  if (!hasEnded) throw new BrokenArchive("The export is cut short: its end is missing.");
}

async function* linesOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let begun: Buffer[] = [];
  for await (const chunk of bytes) {
    let from = 0;
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
      yield Buffer.concat([...begun, chunk.subarray(from, at)]);
      begun = [];
      from = at + 1;
    }
    if (from < chunk.length) begun.push(chunk.subarray(from));
  }
  if (begun.length > 0) yield Buffer.concat(begun);
}

function parse(line: Buffer, number: number): unknown {
  try {
    return JSON.parse(line.toString("utf8"));
  } catch {
    throw new BrokenArchive(
      number === 1
        ? "It is no file of 'signet export': its first line is no JSON."
        : `The export is cut short or damaged: line ${number} is no JSON.`,
    );
  }
}

function headOf(value: unknown): ArchiveHead {
  const { signet, version } = (value ?? {}) as Partial<ArchiveHead>;
  if (signet !== "export") throw new BrokenArchive("This is no export of Signet.");
  if (version !== 1)
    throw new BrokenArchive("This export was made by a version that this one does not know.");
  return value as ArchiveHead;
}

function isEnd(value: unknown): value is ArchiveEnd {
  return typeof value === "object" && value !== null && "sha256" in value;
}

function requireHash(hash: Hash, { sha256 }: ArchiveEnd): void {
  if (hash.digest("hex") !== sha256) throw new BrokenArchive("The export is damaged: its hash is another.");
}

function toJson(cell: Cell): string | number | null {
  return cell instanceof Uint8Array
    ? Buffer.from(cell.buffer, cell.byteOffset, cell.length).toString("base64")
    : cell;
}

function rowOf(cells: readonly (string | number | null)[], table: TableShape | undefined): Row {
  if (table === undefined || cells.length !== table.columns.length) {
    throw new BrokenArchive("The export is damaged: a row does not fit its table.");
  }
  return cells.map((cell, at) =>
    table.columns[at]?.kind === "bytes" && typeof cell === "string" ? Buffer.from(cell, "base64") : cell,
  );
}

import type { Cell } from "./table-text.ts";

/** What is to be written into a file, as it comes. */
export interface ExportedTable {
  readonly columns: readonly string[];
  /** Lots of rows, and how many records were looked at for each. */
  readonly lots: AsyncIterable<{ readonly rows: readonly (readonly Cell[])[]; readonly lookedAt: number }>;
}

/** What somebody asked for cannot be written. */
export class NotExportable extends Error {
  override readonly name = "NotExportable";
}

import { csvRow } from "#protocols/csv/csv.ts";
import type { ExportFormat } from "./export-job.ts";

export type Cell = string | number | undefined;

/** Rows as the text of a file, piece by piece. */
export class TableText {
  readonly #columns: readonly string[];
  readonly #format: ExportFormat;
  #isFirst = true;

  constructor(columns: readonly string[], format: ExportFormat) {
    this.#columns = columns;
    this.#format = format;
  }

  get beginning(): string {
    return this.#format === "CSV" ? csvRow(this.#columns) : "[";
  }

  row(cells: readonly Cell[]): string {
    if (this.#format === "CSV") return csvRow(cells.map(inSpreadsheet));
    const lead = this.#isFirst ? "\n" : ",\n";
    this.#isFirst = false;
    return `${lead}${JSON.stringify(Object.fromEntries(this.#columns.map((name, at) => [name, cells[at] ?? null])))}`;
  }

  get end(): string {
    return this.#format === "CSV" ? "" : "\n]\n";
  }
}

/**
 * A spreadsheet takes what begins like that for a formula, and a subject is anybody's: an apostrophe before it says that it is text. One
 * stands within a cell, too, where a spreadsheet begins another that parts them at semicolons or tabs, or at line ends in quotation marks.
 */
function inSpreadsheet(cell: Cell): string {
  if (typeof cell !== "string") return cell === undefined ? "" : String(cell);
  const within = cell.replaceAll(/[;\t\r\n](?="*[=+\-@])/g, "$&'");
  return /^[=+\-@\t\r\n]/.test(cell) ? `'${within}` : within;
}

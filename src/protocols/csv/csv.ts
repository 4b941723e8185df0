/** One row, its line end included (RFC 4180 §2). */
export function csvRow(fields: readonly string[]): string {
  return `${fields.map(csvField).join(",")}\r\n`;
}

function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export interface CsvRow {
  /** From 1: where it begins. */
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * Reads rows, as spreadsheets and people write them: lines may end in LF alone, and empty ones do not count. A quotation mark inside a
 * field that does not begin with one stands for itself. One that is never closed ends with the text.
 */
export function* readCsv(text: string): Generator<CsvRow> {
  let line = 1;
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  while (at < text.length) {
    const begunAt = line;
    const fields: string[] = [];
    let ended = false;
    while (!ended) {
      const field = text[at] === '"' ? quoted(text, at) : plain(text, at);
      fields.push(field.text);
      line += field.lines;
      at = field.end;
      ended = text[at] !== ",";
      if (!ended) at += 1;
    }
    if (text[at] === "\r") at += 1;
    if (text[at] === "\n") at += 1;
    line += 1;
    if (fields.some((field) => field.trim() !== "")) yield { line: begunAt, fields };
  }
}

interface Field {
  readonly text: string;
  readonly end: number;
  readonly lines: number;
}

const fieldEnd = /[,\r\n]/g;

function plain(text: string, from: number): Field {
  fieldEnd.lastIndex = from;
  const end = fieldEnd.exec(text)?.index ?? text.length;
  return { text: text.slice(from, end).trim(), end, lines: 0 };
}

function quoted(text: string, from: number): Field {
  let end = from + 1;
  for (; end < text.length; end += 1) {
    if (text[end] !== '"') continue;
    if (text[end + 1] !== '"') break;
    end += 1;
  }
  const inner = text.slice(from + 1, end);
  // What stands between the closing mark and the separator is dropped.
  fieldEnd.lastIndex = Math.min(end + 1, text.length);
  const after = fieldEnd.exec(text)?.index ?? text.length;
  return { text: inner.replaceAll('""', '"'), end: after, lines: inner.split("\n").length - 1 };
}

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

/** Of a row, further fields are passed over: nobody has so many columns. */
const mostFields = 1_000;

/**
 * Reads rows, as spreadsheets and people write them: lines may end in LF alone, and empty ones do not count. A quotation mark inside a
 * field that does not begin with one stands for itself. One that is never closed ends with the text.
 */
export function* readCsv(text: string): Generator<CsvRow> {
  let line = 1;
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  while (at < text.length) {
    if (text[at] === "\r" || text[at] === "\n") {
      at += text[at] === "\r" && text[at + 1] === "\n" ? 2 : 1;
      line += 1;
      continue;
    }
    const begunAt = line;
    const fields: string[] = [];
    let ended = false;
    while (!ended) {
      const field = text[at] === '"' ? quoted(text, at) : plain(text, at);
      fields.push(field.text);
      line += field.lines;
      at = field.end;
      if (fields.length === mostFields) at = indexOf(lineEnd, text, at);
      ended = text[at] !== ",";
      if (!ended) at += 1;
    }
    if (text[at] === "\r") at += 1;
    if (text[at] === "\n") at += 1;
    line += 1;
    yield { line: begunAt, fields };
  }
}

interface Field {
  readonly text: string;
  readonly end: number;
  readonly lines: number;
}

const fieldEnd = /[,\r\n]/g;
const lineEnd = /[\r\n]/g;

/** The end of the text where there is none. */
function indexOf(what: RegExp, text: string, from: number): number {
  what.lastIndex = from;
  return what.exec(text)?.index ?? text.length;
}

function plain(text: string, from: number): Field {
  const end = indexOf(fieldEnd, text, from);
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
  const after = indexOf(fieldEnd, text, Math.min(end + 1, text.length));
  return { text: inner.replaceAll('""', '"'), end: after, lines: inner.split("\n").length - 1 };
}

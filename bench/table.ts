import type { Spread } from "./statistics.ts";

/** A Markdown table; numbers, which is all that begins with a digit, stand at the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, at) =>
    Math.max(title.length, 4, ...rows.map((row) => row[at]?.length ?? 0)),
  );
  const isNumber = head.map((_, at) => rows.some((row) => /^\d/.test(row[at] ?? "")));
  const line = (cells: readonly string[]) => {
    const padded = cells.map((cell, at) =>
      isNumber[at] ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0),
    );
    return `| ${padded.join(" | ")} |`;
  };
  const rule = widths.map((width, at) =>
    isNumber[at] ? `${"-".repeat(width + 1)}:` : "-".repeat(width + 2),
  );
  return [line(head), `|${rule.join("|")}|`, ...rows.map(line)].join("\n");
}

/** `12,345`, `12.3`, `1.23`: three digits that mean something. */
export function figure(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** `12,345 [11,800–12,600]`. */
export function range({ median, min, max }: Spread): string {
  return `${figure(median)} [${figure(min)}–${figure(max)}]`;
}

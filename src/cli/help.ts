import type { Command } from "./command.ts";
import { table } from "./table.ts";

/** All commands, or those of a group (`identity`), a line each. */
export function overview(commands: readonly Command[], group?: string): string {
  const shown = commands.filter(({ words }) => group === undefined || words.startsWith(`${group} `));
  const rows = shown.map(({ words, operands, summary }) => [
    `  signet ${words} ${operands}`.trimEnd(),
    summary,
  ]);
  const opening =
    group === undefined ? ["Signet: a sending service that speaks the Amazon SES API v2.", ""] : [];
  return [
    ...opening,
    ...table(rows),
    "",
    "signet <command> --help says more; signet --version says which version this is.",
  ].join("\n");
}

export function commandHelp({ words, operands, summary, options, notes }: Command): string {
  const rows = Object.entries(options).map(([name, { value, help, multiple, type }]) => [
    `  --${name}${type === "string" ? ` ${value ?? "<value>"}` : ""}${multiple ? " …" : ""}`,
    help,
  ]);
  return [
    `signet ${words} ${operands}`.trimEnd(),
    "",
    `${summary[0]?.toUpperCase()}${summary.slice(1)}.`,
    ...(notes === "" ? [] : ["", notes]),
    "",
    "Options",
    ...table(rows),
  ].join("\n");
}

// Writes into the README, between two marks, which operations work. `--check` only compares.
import { readFileSync, writeFileSync } from "node:fs";
import { implementedOperations } from "#servers/api/operations/implemented.ts";
import { operationNames } from "#servers/api/wire/index.ts";
import { operationGroups } from "./operation-groups.ts";

const target = "README.md";
const [start, end] = ["<!-- operations:start -->", "<!-- operations:end -->"];

const readme = readFileSync(target, "utf8");
const [from, to] = [readme.indexOf(start), readme.indexOf(end)];
if (from < 0 || to < from) throw new Error(`${target} has no ${start} … ${end}`);
const updated = `${readme.slice(0, from + start.length)}\n${table()}\n${readme.slice(to)}`;

if (!process.argv.includes("--check")) {
  writeFileSync(target, updated);
} else if (updated !== readme) {
  console.error(
    `The operations in ${target} are not those of the code. Run: node scripts/list-operations.ts`,
  );
  process.exitCode = 1;
}

function table(): string {
  const implemented = new Set<string>(implementedOperations());
  const listed = new Set<string>(operationGroups.flatMap(([, operations]) => operations));
  const unlisted = operationNames.filter((name) => !listed.has(name));
  if (unlisted.length > 0) throw new Error(`In no group: ${unlisted.join(", ")}`);
  const rows = operationGroups.map(([title, operations]) => {
    const works = operations.filter((name) => implemented.has(name));
    const missing = operations.filter((name) => !implemented.has(name));
    return `| ${title} | ${works.join(", ")} | ${missing.join(", ")} |`;
  });
  return [
    `${implemented.size} of ${listed.size} operations work; the others answer that they are not implemented.`,
    "",
    "| | works | not yet |",
    "|---|---|---|",
    ...rows,
  ].join("\n");
}

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { commands } from "./commands/index.ts";
import { overview } from "./help.ts";

test("docs/command-line.md lists the commands as --help does", () => {
  const page = readFileSync(new URL("../../docs/command-line.md", import.meta.url), "utf8");
  const list = overview(commands)
    .split("\n")
    .filter((line) => line.startsWith("  signet "));
  assert.ok(page.includes(["```", ...list, "```"].join("\n")));
});

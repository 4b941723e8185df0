import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { commands } from "#cli/commands/index.ts";
import { overview } from "#cli/help.ts";
import { serviceOptions } from "#cli/service-options.ts";
import type { PlainRoute } from "#servers/api/plain-routes.ts";
import * as ownRoutes from "#servers/api/signet/index.ts";
import { settings } from "#test/support/settings.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const pages = globSync(["*.md", "docs/**/*.md", "console/*.md"], { cwd: root });

function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

function sorted(values: Iterable<string>): string[] {
  return [...new Set(values)].toSorted();
}

/** As GitHub makes an anchor of a heading. */
function anchorsOf(page: string): Set<string> {
  const prose = read(page).replace(/^```.*?^```/gms, "");
  const headings = [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\- ]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}

test("every link from a page to a file or a heading leads there", () => {
  assert.ok(pages.includes("README.md") && pages.includes("docs/http-api.md"));
  const broken: string[] = [];
  for (const page of pages) {
    for (const [, target = ""] of read(page).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      const [path = "", anchor] = target.split("#");
      const file = path === "" ? page : join(dirname(page), path);
      const isThere = existsSync(join(root, file)) && (anchor === undefined || anchorsOf(file).has(anchor));
      if (!isThere) broken.push(`${page}: ${target}`);
    }
  }
  assert.deepEqual(broken, []);
});

test("every source file that a page names is there", () => {
  const files = globSync("{bench,bin,console/src,scripts,src,test}/**/*.{ts,tsx,mjs}", { cwd: root });
  const missing: string[] = [];
  for (const page of pages) {
    for (const [named] of read(page).matchAll(/(?<![\w<>#/.-])\w[\w-]*(?:\/[\w.-]+)+\.(?:tsx?|mjs)\b/g)) {
      if (!files.some((file) => `/${file}`.endsWith(`/${named}`))) missing.push(`${page}: ${named}`);
    }
  }
  assert.deepEqual(missing, []);
});

test("docs/http-api.md has every call under /signet/v1, and no other", () => {
  const inCode: string[] = [];
  for (const [name, routes] of Object.entries(ownRoutes)) {
    if (!name.endsWith("Routes")) continue;
    // No part is asked for anything before a call comes.
    const made = (routes as (parts: object) => PlainRoute[])({});
    for (const { method, path } of made) inCode.push(`${method} ${path.replace(/:\w+/g, "{}")}`);
  }
  const onPage = read("docs/http-api.md").matchAll(
    /`((?:GET|POST|PUT|PATCH|DELETE) \/signet\/v1\/[^\s`?]+)/g,
  );
  assert.ok(inCode.length > 50);
  assert.deepEqual(
    sorted(Array.from(onPage, ([, call = ""]) => call.replace(/\{\w+\}/g, "{}"))),
    sorted(inCode),
  );
});

test("docs/command-line.md lists the commands as --help does", () => {
  const list = overview(commands)
    .split("\n")
    .filter((line) => line.startsWith("  signet "));
  assert.ok(read("docs/command-line.md").includes(["```", ...list, "```"].join("\n")));
});

test("docs/command-line.md has every option of every command, and no other", () => {
  const page = read("docs/command-line.md");
  const ofAll = [...Object.keys(serviceOptions), "help", "verbose"];
  for (const option of ofAll) assert.match(page, new RegExp(`--${option}\\b`), option);
  for (const { words, options } of commands) {
    const own = Object.keys(options).filter((option) => !ofAll.includes(option));
    const row = page.split("\n").find((line) => line.startsWith(`| \`${words}\``)) ?? "";
    const named = Array.from(row.matchAll(/--([a-z-]+)/g), ([, name = ""]) => name);
    assert.deepEqual(sorted(named), sorted(own), words);
  }
});

test("docs/configuration.md has a line for every setting, and no page names another", () => {
  assert.ok(settings.size > 20);
  const page = read("docs/configuration.md");
  for (const name of settings) assert.match(page, new RegExp(`^\\|.*\`${name}\`.*\\|$`, "m"), name);
  for (const path of pages) {
    // Those of the tests and of the console's development server are not the service's.
    for (const [name] of read(path).matchAll(/SIGNET_(?!TEST_|CONSOLE_)[A-Z_]*[A-Z]/g)) {
      assert.ok(settings.has(name), `${name} in ${path}`);
    }
  }
});

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { dirname, join, normalize } from "node:path";
import { test } from "node:test";

/** Who may import whom: the first row whose pattern matches a file's path under `src/` is its rule. */
const rules: readonly { of: RegExp; may: (imported: string, importer: string) => boolean }[] = [
  { of: /^(main|app)\.ts$|^(app|cli)\//, may: () => true },
  { of: /^config(\.ts$|\/)/, may: (path) => /^(config|platform|protocols)\//.test(path) },
  { of: /^protocols\//, may: (path) => path.startsWith("protocols/") },
  { of: /^platform\//, may: (path) => path.startsWith("platform/") },
  {
    of: /^features\/[^/]+\/([\w-]+-)?store\.ts$/,
    may: (path, importer) => mayFeature(path, importer) || path.startsWith("platform/"),
  },
  { of: /^features\//, may: mayFeature },
  { of: /^servers\/api\/wire\//, may: (path) => path.startsWith("servers/api/wire/") },
  { of: /^servers\//, may: (path, importer) => mayOuter(path) || sharesFolder(path, importer, 2) },
  { of: /^workers\//, may: mayOuter },
];

function mayFeature(path: string, importer: string): boolean {
  return mayOuter(path) || sharesFolder(path, importer, 2);
}

function mayOuter(path: string): boolean {
  return /^features\/[^/]+\/index\.ts$|^protocols\/|^platform\/(?!database\/)/.test(path);
}

function sharesFolder(path: string, importer: string, depth: number): boolean {
  const folder = (file: string) => file.split("/").slice(0, depth).join("/");
  return folder(path) === folder(importer);
}

/** A folder of sources, and how they name their own. */
interface House {
  readonly root: string;
  readonly alias: string;
}

const service: House = { root: "src", alias: "#" };
const pages: House = { root: "console/src", alias: "#console/" };

const importPattern =
  /(?:^|\n)\s*(?:import|export)[^"';]*?from\s*"([^"]+)"|import\("([^"]+)"\)|new URL\("(\.[^"]+\.ts)"/g;

/** Paths under a root that a file of it imports, types included; packages and `node:` are left out. */
function importsOf(file: string, { root, alias }: House): string[] {
  const text = readFileSync(join(root, file), "utf8");
  return [...text.matchAll(importPattern)]
    .map((match) => match[1] ?? match[2] ?? match[3] ?? "")
    .filter((specifier) => specifier.startsWith(".") || specifier.startsWith(alias))
    .map((specifier) =>
      specifier.startsWith(alias)
        ? specifier.slice(alias.length)
        : normalize(join(dirname(file), specifier)).replaceAll("\\", "/"),
    );
}

async function filesOf({ root }: House): Promise<string[]> {
  const files = await Array.fromAsync(glob("**/*.{ts,tsx}", { cwd: root, exclude: ["**/*.test.ts"] }));
  return files.map((path) => path.replaceAll("\\", "/"));
}

test("every file imports only what its place allows", async () => {
  const breaches: string[] = [];
  let arrows = 0;
  for (const file of await filesOf(service)) {
    const rule = rules.find(({ of }) => of.test(file));
    if (rule === undefined) breaches.push(`${file} is in no known place`);
    for (const imported of importsOf(file, service)) {
      arrows += 1;
      if (rule?.may(imported, file) === false) breaches.push(`${file} may not import ${imported}`);
    }
  }
  assert.deepEqual(breaches, []);
  assert.ok(arrows > 100, `looked at ${arrows} imports only`);
});

for (const house of [service, pages]) {
  test(`nothing in ${house.root} needs itself in a circle`, async () => {
    const needs = new Map<string, string[]>();
    for (const file of await filesOf(house)) needs.set(file, importsOf(file, house));
    assert.ok(needs.size > 100, `looked at ${needs.size} files only`);
    assert.deepEqual(firstCircle(needs), []);
  });
}

function firstCircle(needs: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const follow = (file: string, path: readonly string[]): string[] => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return [];
    for (const needed of needs.get(file) ?? []) {
      const circle = follow(needed, [...path, file]);
      if (circle.length > 0) return circle;
    }
    done.add(file);
    return [];
  };
  for (const file of needs.keys()) {
    const circle = follow(file, []);
    if (circle.length > 0) return circle;
  }
  return [];
}

test("a command loads neither the service nor the list of public suffixes, unless it needs them", () => {
  const loaded = new Set<string>();
  const follow = (file: string) => {
    loaded.add(file);
    const text = readFileSync(join("src", file), "utf8");
    for (const [, specifier = ""] of text.matchAll(/^(?:import|export) (?!type )[^"';]*?from "([^"]+)"/gm)) {
      const isOurs = /^[.#]/.test(specifier);
      const needed = isOurs ? specifier.replace("#", "").replace(/^\./, dirname(file)) : specifier;
      if (!isOurs) loaded.add(needed);
      else if (!loaded.has(needed)) follow(needed);
    }
  };
  follow("cli/main.ts");
  assert.ok(loaded.size > 100, `looked at ${loaded.size} files only`);
  const dear = ["app.ts", "app/tls-reports.ts", "features/acme/orders.ts", "tldts"];
  assert.deepEqual(
    dear.filter((each) => loaded.has(each)),
    [],
  );
});

test("the clock, the environment and the exit have one place each", async () => {
  const places: readonly [pattern: RegExp, allowed: RegExp][] = [
    [/\bDate\.now\(\)|new Date\(\)/, /^platform\/clock\.ts$/],
    [/\bprocess\.env\b/, /^(main|config)\.ts$|^cli\//],
    [/\bprocess\.exit\(/, /^$/],
    [/\bMath\.random\(\)/, /^$/],
  ];
  const breaches: string[] = [];
  for (const file of await filesOf(service)) {
    const text = readFileSync(join("src", file), "utf8");
    for (const [pattern, allowed] of places) {
      if (pattern.test(text) && !allowed.test(file)) breaches.push(`${file} has ${pattern.source}`);
    }
  }
  assert.deepEqual(breaches, []);
});

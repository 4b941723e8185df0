// Everything that has to hold before a change lands, in the order in which it fails fastest. `npm test` is this.
import { spawnSync } from "node:child_process";

const node = process.execPath;
const bin = (name: string) => `node_modules/${name}`;

const checks: readonly [what: string, ...command: [string, ...string[]]][] = [
  ["format", node, bin("@biomejs/biome/bin/biome"), "check", "--error-on-warnings", "."],
  ["lint", node, bin("oxlint/bin/oxlint"), "--deny-warnings"],
  ["types", node, bin("typescript/bin/tsc")],
  ["types of the console", node, bin("typescript/bin/tsc"), "-p", "console"],
  ["dead code", node, bin("knip/bin/knip.js")],
  ["model", node, "scripts/generate-model.ts", "--check"],
  ["list of operations", node, "scripts/list-operations.ts", "--check"],
  ["tests", node, "scripts/test.ts"],
];

for (const [what, command, ...args] of checks) {
  const started = performance.now();
  const { status } = spawnSync(command, args, { stdio: ["ignore", "inherit", "inherit"] });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (status !== 0) {
    console.error(`\n✖ ${what} (${seconds} s): ${[command, ...args].join(" ")}`);
    process.exit(status ?? 1);
  }
  console.log(`✔ ${what} (${seconds} s)`);
}

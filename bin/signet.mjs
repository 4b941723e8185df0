#!/usr/bin/env node
// Starts the command line on the project's own Node, whatever Node the caller has.
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const install = spawnSync(process.execPath, [`${root}scripts/install.mjs`, "--production"], {
  stdio: "inherit",
});
if (install.status !== 0) process.exit(install.status ?? 1);

const windows = process.platform === "win32";
const ownNode = `${root}node_modules/.bin/node${windows ? ".cmd" : ""}`;
const node = existsSync(ownNode) ? ownNode : process.execPath;
const child = spawn(node, [`${root}src/cli/main.ts`, ...process.argv.slice(2)], {
  stdio: "inherit",
  shell: windows,
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => {
  process.exitCode = code ?? (signal === null ? 1 : 128);
});

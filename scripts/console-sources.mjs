// Whether the console's pages are built from what they are made of now. Runs on whatever Node the machine has.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const stampFile = `${root}console/dist/.built-from`;

export function consoleIsBuilt() {
  try {
    return readFileSync(stampFile, "utf8") === sourcesHash();
  } catch {
    return false;
  }
}

/** To be called with what `sourcesHash()` was before the build, so that a change meanwhile is seen the next time. */
export function noteConsoleIsBuilt(hash) {
  writeFileSync(stampFile, hash);
}

export function sourcesHash() {
  const hash = createHash("sha256");
  const files = ["package-lock.json", "scripts/build-console.ts", "scripts/console-settings.ts"];
  for (const file of [...files, ...filesUnder("console")]) {
    hash.update(`${file}\n`).update(readFileSync(root + file));
  }
  return hash.digest("hex");
}

function filesUnder(folder) {
  const entries = readdirSync(root + folder, { withFileTypes: true });
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return entry.name.startsWith("dist") ? [] : filesUnder(path);
      return entry.name.endsWith(".md") ? [] : [path];
    });
}

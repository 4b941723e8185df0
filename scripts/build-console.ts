// Builds the console's pages into console/dist. `install.mjs` runs it when what they are made of has changed. With
// `--serve` it serves them as they are edited instead, and passes what they ask on to the Signet that runs beside it.
import { rename, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, createServer, type Rolldown } from "vite";
import { consoleSettings } from "./console-settings.ts";
import { noteConsoleIsBuilt, sourcesHash } from "./console-sources.mjs";

const mostScriptBytes = 300_000;
const dist = fileURLToPath(new URL("../console/dist", import.meta.url));

if (process.argv.includes("--serve")) {
  const server = await createServer(consoleSettings);
  await server.listen();
  console.log(`The console, as it is edited: ${server.resolvedUrls?.local[0]}`);
} else {
  await buildConsole();
}

async function buildConsole(): Promise<void> {
  const hash = sourcesHash();
  // Beside the old one and then in its place: a service that runs never finds half of it.
  const fresh = `${dist}-${process.pid}`;
  try {
    const settings = { ...consoleSettings.build, outDir: fresh, emptyOutDir: true };
    const { output } = (await build({ ...consoleSettings, build: settings })) as Rolldown.RolldownOutput;
    refuseLargePages(output.filter((file) => file.type === "chunk"));
    await rm(dist, { recursive: true, force: true });
    await rename(fresh, dist);
    noteConsoleIsBuilt(hash);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** What a visitor has to load before a page works: the entry, the page, and all that either of them imports. */
function refuseLargePages(chunks: readonly Rolldown.OutputChunk[]): void {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const closure = (name: string, seen = new Set<string>()): Set<string> => {
    if (seen.has(name)) return seen;
    seen.add(name);
    for (const imported of byName.get(name)?.imports ?? []) closure(imported, seen);
    return seen;
  };
  const entries = chunks.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName);
  const sizes = new Map(chunks.map(({ fileName, code }) => [fileName, gzipSync(code).length]));
  const large = chunks
    .filter(({ isEntry, isDynamicEntry }) => isEntry || isDynamicEntry)
    .map(({ fileName }) => {
      const loaded = new Set([...entries, fileName].flatMap((name) => [...closure(name)]));
      return { fileName, bytes: [...loaded].reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0) };
    })
    .sort((a, b) => b.bytes - a.bytes);
  const [largest] = large;
  if (largest === undefined || largest.bytes > mostScriptBytes) {
    throw new Error(`${largest?.fileName} loads ${largest?.bytes} bytes of compressed script.`);
  }
  console.log(`Console built; the largest page loads ${Math.ceil(largest.bytes / 1000)} kB of script.`);
}

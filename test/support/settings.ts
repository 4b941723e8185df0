import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const source = fileURLToPath(new URL("../../src", import.meta.url));
const readers = globSync(["config.ts", "config/*.ts"], { cwd: source, exclude: ["**/*.test.ts"] });

/** The name of every variable that is read from the environment. */
export const settings: ReadonlySet<string> = new Set(
  readers.flatMap(
    (path) => readFileSync(`${source}/${path}`, "utf8").match(/(?<=")SIGNET_[A-Z_]+(?=")/g) ?? [],
  ),
);

// What `npm start` runs: the same as `signet serve`.
import { useCompileCache } from "./cli/compile-cache.ts";

useCompileCache();
const { run } = await import("./cli/run.ts");
const { processTerminal } = await import("./cli/terminal.ts");

process.exitCode = await run(["serve", ...process.argv.slice(2)], processTerminal());

// What `npm start` runs: the same as `signet serve`.
import { run } from "./cli/run.ts";
import { processTerminal } from "./cli/terminal.ts";

process.exitCode = await run(["serve", ...process.argv.slice(2)], processTerminal());

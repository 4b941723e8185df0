// Runs the tests: all, or the files named. Starts one PostgreSQL for all of them.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { startPostgres } from "#test/support/postgres-server.ts";

const patterns = process.argv.slice(2);
await using postgres = await startPostgres();
const runner = spawn(
  process.execPath,
  [
    "--test",
    "--test-randomize",
    ...(patterns.length > 0 ? patterns : ["src/**/*.test.ts", "test/**/*.test.ts"]),
  ],
  { stdio: "inherit", env: { ...process.env, SIGNET_TEST_POSTGRES: postgres.url("DATABASE") } },
);
const [code] = (await once(runner, "exit")) as [number | null];
process.exitCode = code ?? 1;

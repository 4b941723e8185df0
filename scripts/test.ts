// Runs the tests: all, or the files named, in as many processes as there are cores. Starts one PostgreSQL for all of
// them. Within a process the files share what they import, which takes longer to load than most of them to run.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { text } from "node:stream/consumers";
import { startPostgres } from "#test/support/postgres-server.ts";

const named = process.argv.slice(2);
const files = named.length > 0 ? named : ["src/**/*.test.ts", "test/**/*.test.ts"];
const shards = named.length > 0 ? 1 : Math.min(availableParallelism(), 4);

await using postgres = await startPostgres();
const environment = { ...process.env, SIGNET_TEST_POSTGRES: postgres.url("DATABASE") };
const results = await Promise.all(Array.from({ length: shards }, async (_, at) => await runShard(at + 1)));

for (const { failed, output } of results) {
  if (failed || named.length > 0) process.stdout.write(output);
}
const total = (what: string) =>
  results
    .map(({ output }) => Number(new RegExp(`^ℹ ${what} (\\d+)$`, "m").exec(output)?.[1] ?? 0))
    .reduce((sum, count) => sum + count, 0);
console.log(
  `${total("pass")} passed, ${total("fail") + total("cancelled")} failed, ${total("skipped")} skipped`,
);
if (results.some(({ failed }) => failed)) process.exitCode = 1;

async function runShard(number: number): Promise<{ failed: boolean; output: string }> {
  const options = [
    "--test-isolation=none",
    "--test-timeout=60000",
    // A test that was cut off leaves threads behind; they must not hold up the whole run for ever.
    "--test-force-exit",
    "--test-randomize",
    `--test-shard=${number}/${shards}`,
  ];
  const runner = spawn(process.execPath, ["--test", ...options, ...files], {
    stdio: ["ignore", "pipe", "inherit"],
    env: environment,
  });
  const [output, [code]] = await Promise.all([text(runner.stdout), once(runner, "exit")]);
  return { failed: code !== 0, output };
}

// Runs the tests: all, or the files named, in half as many processes again as there are cores, for each waits for much of
// its time. Starts one PostgreSQL for all of them. Within a process the files share what they import, which takes longer to
// load than most of them to run.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, glob, mkdtemp, rm, statfs } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "#test/support/postgres-server.ts";

const memoryFolder = "/dev/shm";
/** Linux's magic number of tmpfs. */
const tmpfs = 0x01021994;
const roomInMemory = 2 * 1024 ** 3;

const named = process.argv.slice(2);
const cores = Math.min(availableParallelism(), 4);
const processes = Math.ceil(1.5 * cores);
const groups = named.length > 0 ? [named] : await allInGroups();

const running = new Set<ChildProcess>();
let isInterrupted = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, interrupt);

await using folder = await makeFolder();
process.env["TMPDIR"] = folder.path;
await using postgres = await startPostgres();
const environment = { ...process.env, SIGNET_TEST_POSTGRES: postgres.url("DATABASE") };

const waiting = [...groups];
const results: Result[] = [];
await Promise.all(Array.from({ length: processes }, async () => await runWhatWaits()));

const total = (of: keyof Counts) =>
  results.map(({ counts }) => counts[of]).reduce((sum, one) => sum + one, 0);
console.log(`${total("passed")} passed, ${total("failed")} failed, ${total("skipped")} skipped`);
if (isInterrupted || results.some(({ ended }) => ended !== 0)) process.exitCode = 1;

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface Result {
  /** The exit code, or the signal. */
  readonly ended: number | string;
  readonly counts: Counts;
}

/** A process takes the next group when it is done with one: none is left with much while the others have nothing. */
async function runWhatWaits(): Promise<void> {
  for (let files = waiting.shift(); files !== undefined && !isInterrupted; files = waiting.shift()) {
    const number = groups.indexOf(files) + 1;
    const { ended, output } = await runGroup(files);
    const counts = countsIn(output);
    results.push({ ended, counts });
    if (ended !== 0 || named.length > 0) process.stdout.write(output);
    if (ended === 0 || isInterrupted) continue;
    // A promise rejected after its test's end, or a crash, ends the process though no test has failed.
    const though = counts.failed === 0 ? ", though no test failed: what it said is above" : "";
    console.log(`\n✖ process ${number} of ${groups.length} ended with ${ended}${though}. To repeat it:`);
    console.log(`node scripts/test.ts ${files.join(" ")}\n`);
  }
}

async function runGroup(files: readonly string[]): Promise<{ ended: number | string; output: string }> {
  const options = [
    "--import=./bin/compile-cache.mjs",
    "--test",
    "--test-isolation=none",
    // Only what hangs is to be cut off: on a machine with much else to do, a story takes ten times as long.
    "--test-timeout=300000",
    // A test that was cut off leaves threads behind; they must not hold up the whole run for ever.
    "--test-force-exit",
    "--test-randomize",
  ];
  const runner = spawn(process.execPath, [...options, ...files], {
    stdio: ["ignore", "pipe", "pipe"],
    env: environment,
  });
  running.add(runner);
  let output = "";
  for (const stream of [runner.stdout, runner.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  }
  const [code, signal] = (await once(runner, "close")) as [number | null, string | null];
  running.delete(runner);
  return { ended: code ?? signal ?? "nothing", output };
}

function countsIn(output: string): Counts {
  const count = (what: string) => Number(new RegExp(`^ℹ ${what} (\\d+)$`, "m").exec(output)?.[1] ?? 0);
  return { passed: count("pass"), failed: count("fail") + count("cancelled"), skipped: count("skipped") };
}

/**
 * What drives a browser first, and in few groups, for each starts one, and pages are made by the processor; then the others, dealt out a
 * folder at a time.
 */
async function allInGroups(): Promise<string[][]> {
  const files = (await Array.fromAsync(glob("{src,test}/**/*.test.ts"))).sort();
  const isWithBrowser = (file: string) => file.startsWith(join("test", "console", "/"));
  return [
    ...deal(files.filter(isWithBrowser), cores),
    ...deal(
      files.filter((file) => !isWithBrowser(file)),
      3 * processes,
    ),
  ];
}

function deal(files: readonly string[], hands: number): string[][] {
  return Array.from({ length: hands }, (_, hand) => files.filter((__, at) => at % hands === hand));
}

/** In memory, where there is room: most disks are slow at making and dropping hundreds of databases of as many files. */
async function makeFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const memory = await statfs(memoryFolder).catch(() => undefined);
  const isRoomy = memory?.type === tmpfs && memory.bavail * memory.bsize >= roomInMemory;
  const path = await mkdtemp(join(isRoomy ? memoryFolder : tmpdir(), "signet-tests-"));
  // PostgreSQL may run as another user than we.
  await chmod(path, 0o755);
  return { path, [Symbol.asyncDispose]: async () => await rm(path, { recursive: true, force: true }) };
}

function interrupt(): void {
  isInterrupted = true;
  for (const runner of running) runner.kill("SIGKILL");
}

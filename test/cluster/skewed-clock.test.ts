import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { AccountStore } from "#features/account/index.ts";
import { DatabaseClock, DatabaseClockStore } from "#features/database-clock/index.ts";
import { dayMs, systemClock } from "#platform/clock.ts";
import { openDatabase } from "#platform/database/open.ts";
import { admittedAt, messageTo, sendPath, untilSo } from "#test/support/cluster.ts";
import { type DatabasePlace, newDatabasePlace } from "#test/support/engines.ts";
import { verifyAtHome } from "#test/support/mail-world.ts";
import { ServiceProcess } from "#test/support/service-process.ts";

const owner = { account: "000000000000", region: "us-east-1" };

/** A setting: the process takes it to be so much later than it is. */
function aheadBy(ms: number): Readonly<Record<string, string>> {
  return { NODE_OPTIONS: `--import=data:text/javascript,const%20now=Date.now;Date.now=()=>now()-(${-ms})` };
}

interface Waited {
  readonly message: { readonly to: readonly string[] } | null;
}

const inbox = "/signet/v1/inbox/wait?to=bob@there.example&timeout_seconds=30";

interface Report {
  readonly checks: readonly { readonly name: string; readonly status: string; readonly seen: string }[];
}

/** Starts nodes that differ in nothing but these settings. */
function startingNodes(place: DatabasePlace, folders: AsyncDisposableStack) {
  const settings = { SIGNET_MASTER_KEY: randomBytes(32).toString("hex") };
  return async (more: Readonly<Record<string, string>>) => {
    const folder = await mkdtemp(join(tmpdir(), "signet-node-"));
    folders.defer(async () => await rm(folder, { recursive: true, force: true }));
    return await ServiceProcess.start({ ...place, folder }, { ...settings, ...more });
  };
}

test("a node whose clock is a minute ahead answers its callers and leaves the work to others", async () => {
  await using place = await newDatabasePlace("postgres");
  await using folders = new AsyncDisposableStack();
  const start = startingNodes(place, folders);
  await using right = await start({});
  await using skewed = await start(aheadBy(60_000));
  // Half of the time that an answer took is not known to have gone by before it or after it.
  await skewed.says(/The clock is (59|60)\.\d s ahead of the database's: no work is taken/);
  await verifyAtHome(right, "sender.example");
  await right.kill();

  await skewed.call("POST", sendPath, messageTo("bob@there.example"));
  const { checks } = await skewed.call<Report>("GET", "/signet/v1/doctor");
  const seen = checks.find(({ name }) => name === "database");
  assert.equal(seen?.status, "failed");
  assert.match(seen?.seen ?? "", /This machine's clock is (59|60)\.\d s ahead of its\./);
  const metrics = await (await fetch(`${skewed.url}/metrics`)).text();
  assert.match(metrics, /^signet_clock_ahead_seconds (59|60)(\.\d+)?$/m);
  assert.match(metrics, /^signet_queue_due\{queue="deliveries"\} 1$/m);
  assert.match(metrics, /^signet_work_total\{worker="deliver-messages",outcome="delivered"\} 0$/m);
  assert.doesNotMatch(metrics, /^signet_work_total\{.*\} [1-9]/m);

  // What it accepted falls due by its clock.
  await using database = await openDatabase(place);
  const due = database.build.updateTable("deliveries").set({ due_at: Date.now() }).compile();
  await database.write([{ query: due }]);
  await right.restart();
  const { message } = await right.call<Waited>("GET", inbox);
  assert.deepEqual(message?.to, ["bob@there.example"]);
});

test("a node whose clock is a year ahead forgets nothing and rotates no key", async () => {
  await using place = await newDatabasePlace("postgres");
  await using folders = new AsyncDisposableStack();
  const start = startingNodes(place, folders);
  await using right = await start({});
  await verifyAtHome(right, "sender.example");
  const { MessageId } = await right.call<{ MessageId: string }>(
    "POST",
    sendPath,
    messageTo("bob@there.example"),
  );
  const { message } = await right.call<Waited>("GET", inbox);
  assert.deepEqual(message?.to, ["bob@there.example"]);
  await using database = await openDatabase(place);
  const keys = database.build.selectFrom("dkim_keys").select(["id", "stage"]).orderBy("id").compile();
  const before = await database.read(keys);
  await using skewed = await start(aheadBy(365 * dayMs));
  await skewed.says(/no work is taken/);
  await delay(1_000);
  await right.call("GET", `/signet/v1/messages/${MessageId}`);
  assert.deepEqual(await database.read(keys), before);
});

test("nodes whose clocks are five seconds apart keep to an account's rate and quota together", async (context) => {
  await using place = await newDatabasePlace("postgres");
  await using folders = new AsyncDisposableStack();
  const start = startingNodes(place, folders);
  await using ahead = await start(aheadBy(3_000));
  await using behind = await start(aheadBy(-2_000));
  await verifyAtHome(behind, "sender.example");
  await using database = await openDatabase(place);
  const account = new AccountStore(database);

  /** Both send as much as they may, until the time is up or the quota is reached. */
  const asked: number[] = [];
  const sendAll = async (ms: number) => {
    const since = performance.now();
    const sender = async (node: ServiceProcess) => {
      let accepted = 0;
      while (performance.now() - since < ms) {
        asked.push(performance.now() - since);
        const { status, error } = await node.ask("POST", sendPath, messageTo("a@there.example"));
        if (status === 200) accepted++;
        else if (error?.code !== "TOO_MANY_REQUESTS") break;
      }
      return accepted;
    };
    const [first, second] = await Promise.all(
      [ahead, behind].map(async (node) => {
        const counts = await Promise.all(Array.from({ length: 4 }, async () => await sender(node)));
        return counts.reduce((sum, count) => sum + count, 0);
      }),
    );
    return [first ?? 0, second ?? 0] as const;
  };

  const rate = 30;
  await account.change(owner, { maxSendRate: rate });
  await delay(50);
  const since = performance.now();
  const [first, second] = await sendAll(4_000);
  // One second's worth may come in a burst.
  const allowed = (rate * (performance.now() - since)) / 1_000 + rate;
  context.diagnostic(`${first} + ${second} accepted, ${Math.round(allowed)} allowed`);
  assert.ok(first + second <= 1.05 * allowed);
  // A machine that is busy with other things may not ask for as much as there is.
  const possible = admittedAt(rate, asked);
  assert.ok(
    first + second >= 0.95 * (possible - rate),
    `${first + second} of ${possible} that were possible`,
  );
  assert.ok(Math.min(first, second) > 0, "one of them got nothing while the other sent");

  const quota = 300;
  await account.change(owner, { maxSendRate: undefined, max24HourSend: first + second + quota });
  await delay(50);
  const [more, evenMore] = await sendAll(40_000);
  context.diagnostic(`${more} + ${evenMore} accepted of ${quota}`);
  assert.ok(more + evenMore <= 1.05 * quota && more + evenMore >= 0.95 * quota);
});

test("work is taken again once the clock agrees", async () => {
  await using place = await newDatabasePlace("postgres");
  await using database = await openDatabase(place);
  let aheadMs = -8_000;
  const clock = { ...systemClock, now: () => systemClock.now() + aheadMs };
  const said: string[] = [];
  const say = (_: object, message: string) => said.push(message);
  const log = { info: say, warn: say, error: say };
  await using compared = await DatabaseClock.watch({ clock, log, store: new DatabaseClockStore(database) });
  // An answer that took long says too little: the next one is to be asked for.
  const isComparedAs = (agrees: boolean) => async () => {
    await compared.compare();
    return compared.agrees === agrees;
  };
  await untilSo(isComparedAs(false));
  aheadMs = 6_000;
  await untilSo(isComparedAs(true));
  assert.match(said.join("\n"), /is (7\.[5-9]|8\.[0-5]) s behind the database's[^]*again: work goes on\.$/);
});

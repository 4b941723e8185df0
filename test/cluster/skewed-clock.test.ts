import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { DatabaseClock, DatabaseClockStore } from "#features/database-clock/index.ts";
import { systemClock } from "#platform/clock.ts";
import { openDatabase } from "#platform/database/open.ts";
import { messageTo, sendPath } from "#test/support/cluster.ts";
import { newDatabasePlace } from "#test/support/engines.ts";
import { verifyAtHome } from "#test/support/mail-world.ts";
import { ServiceProcess } from "#test/support/service-process.ts";

/** A setting: the process takes it to be a minute later than it is. */
const aMinuteAhead = {
  NODE_OPTIONS: "--import=data:text/javascript,const%20now=Date.now;Date.now=()=>now()+60_000",
};

interface Report {
  readonly checks: readonly { readonly name: string; readonly status: string; readonly seen: string }[];
}

test("a node whose clock is a minute ahead answers its callers and leaves the work to others", async () => {
  await using place = await newDatabasePlace("postgres");
  await using folders = new AsyncDisposableStack();
  const settings = { SIGNET_MASTER_KEY: randomBytes(32).toString("hex") };
  const start = async (more: Readonly<Record<string, string>>) => {
    const folder = await mkdtemp(join(tmpdir(), "signet-node-"));
    folders.defer(async () => await rm(folder, { recursive: true, force: true }));
    return await ServiceProcess.start({ ...place, folder }, { ...settings, ...more });
  };
  await using right = await start({});
  await using skewed = await start(aMinuteAhead);
  await skewed.says(/The clock is 60\.\d s ahead of the database's: no work is taken/);
  await verifyAtHome(right, "sender.example");
  await right.kill();

  await skewed.call("POST", sendPath, messageTo("bob@there.example"));
  const { checks } = await skewed.call<Report>("GET", "/signet/v1/doctor");
  const seen = checks.find(({ name }) => name === "database");
  assert.equal(seen?.status, "failed");
  assert.match(seen?.seen ?? "", /This machine's clock is 60\.\d s ahead of its\./);
  const metrics = await (await fetch(`${skewed.url}/metrics`)).text();
  assert.match(metrics, /^signet_clock_ahead_seconds (60\.\d+|59\.9\d*)$/m);
  assert.match(metrics, /^signet_queue_due\{queue="deliveries"\} 1$/m);
  assert.doesNotMatch(metrics, /signet_work_total\{/);

  // What it accepted falls due by its clock.
  await using database = await openDatabase(place);
  const due = database.build.updateTable("deliveries").set({ due_at: Date.now() }).compile();
  await database.write([{ query: due }]);
  await right.restart();
  const inbox = "/signet/v1/inbox/wait?to=bob@there.example&timeout=10";
  await right.call("GET", inbox);
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
  assert.equal(compared.agrees, false);
  aheadMs = 6_000;
  await compared.compare();
  assert.equal(compared.agrees, true);
  assert.match(said.join("\n"), /is 8\.0 s behind the database's[^]*again: work goes on\.$/);
});

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { sql } from "kysely";
import { Client } from "pg";
import { openDatabase } from "#platform/database/open.ts";
import { type PostgresServer, startPostgres } from "#test/support/postgres-server.ts";
import { freePort, ServiceProcess } from "#test/support/service-process.ts";
import { TcpProxy } from "#test/support/tcp-proxy.ts";

const waiting = /starts once its database is there: PostgreSQL at [^ ]+ cannot be used: /;

describe("a process that starts while PostgreSQL is away", () => {
  let postgres: PostgresServer;
  let folder: string;
  before(async () => {
    postgres = await startPostgres();
    folder = await mkdtemp(join(tmpdir(), "signet-test-"));
  });
  after(async () => {
    await postgres[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  test("says what it waits for, and is ready once that is there", async () => {
    await postgres.stop();
    const metrics = `127.0.0.1:${await freePort()}`;
    const settings = { SIGNET_METRICS: metrics };
    await using service = await ServiceProcess.launch({ folder, url: postgres.url("postgres") }, settings);
    await service.says(waiting);
    for (const place of [service.url, `http://${metrics}`]) {
      assert.equal((await fetch(`${place}/healthz`)).status, 200);
      assert.equal((await fetch(`${place}/readyz`)).status, 503);
    }
    // SDKs call again after a 503, and give up after most others.
    assert.equal((await fetch(`${service.url}/v2/email/account`)).status, 503);
    await postgres.start();
    await service.ready();
    assert.equal((await fetch(`http://${metrics}/metrics`)).status, 200);
    assert.equal(await service.terminate(), 0);
  });

  test("waits where the connection is closed before PostgreSQL has answered", async () => {
    let target = "/nowhere";
    await using proxy = await TcpProxy.start(() => target);
    const url = `postgres://signet@127.0.0.1:${proxy.port}/postgres`;
    await using service = await ServiceProcess.launch({ folder, url });
    await service.says(waiting);
    target = postgres.socket;
    await service.ready();
  });

  test("ends when it is told to, between two tries and in the middle of one", async () => {
    await postgres.stop();
    await using service = await ServiceProcess.launch({ folder, url: postgres.url("postgres") });
    await service.says(waiting);
    assert.equal(await service.terminate(), 0);
    await postgres.start();

    // Whoever migrates makes others wait for as long as it takes.
    const migrating = new Client({ connectionString: postgres.url("postgres") });
    await migrating.connect();
    await migrating.query("select pg_advisory_lock(744638)");
    await using trying = await ServiceProcess.launch({ folder, url: postgres.url("postgres") });
    const waiters = "select 1 from pg_locks where locktype = 'advisory' and not granted";
    while ((await migrating.query(waiters)).rowCount === 0) await delay(20);
    assert.equal(await trying.terminate(), 0);
    await migrating.end();
  });

  test("lives and is not ready while another node brings the schema up to date, and goes on once it has", async () => {
    const migrating = new Client({ connectionString: postgres.url("postgres") });
    await migrating.connect();
    await migrating.query("select pg_advisory_lock(744638)");
    await using service = await ServiceProcess.launch({ folder, url: postgres.url("postgres") });
    const waiters = "select 1 from pg_locks where locktype = 'advisory' and not granted";
    while ((await migrating.query(waiters)).rowCount === 0) await delay(20);
    const answerTo = async (path: string) => {
      const answer = await fetch(`${service.url}${path}`);
      return [answer.status, await answer.json()];
    };
    assert.deepEqual(await answerTo("/healthz"), [200, { status: "ok" }]);
    assert.deepEqual(await answerTo("/readyz"), [503, { status: "unavailable" }]);
    assert.deepEqual(await answerTo("/v2/email/account"), [
      503,
      {
        success: false,
        error: {
          code: "UNAVAILABLE",
          message: "The service waits for its database. Please try again.",
          details: [],
        },
      },
    ]);
    await migrating.end();
    await service.ready();
    assert.equal((await fetch(`${service.url}/v2/email/account`)).status, 200);
    assert.equal(await service.terminate(), 0);
  });

  test("ends by itself where PostgreSQL's disk is full", async () => {
    await using database = await openDatabase({ url: postgres.url("postgres"), folder });
    const { build } = database;
    const refuse = sql`create function refuse() returns trigger language plpgsql as $$
      begin raise exception 'could not extend file' using errcode = 'disk_full'; end $$`;
    const trigger = sql`create trigger full_disk before insert on service_secrets for each row execute function refuse()`;
    const none = build.deleteFrom("service_secrets").compile();
    await database.write([
      { query: none },
      { query: refuse.compile(build) },
      { query: trigger.compile(build) },
    ]);
    await using service = await ServiceProcess.launch({ folder, url: postgres.url("postgres") });
    const { code, output } = await service.end();
    await database.write([{ query: sql`drop trigger full_disk on service_secrets`.compile(build) }]);
    await database.write([{ query: sql`drop function refuse`.compile(build) }]);
    assert.equal(code, 1);
    assert.match(output, /signet: could not extend file/);
    assert.doesNotMatch(output, waiting);
  });

  test("ends by itself where waiting would not help", async () => {
    const url = postgres.url("no_such_database");
    await using service = await ServiceProcess.launch({ folder, url });
    const { code, output } = await service.end();
    assert.equal(code, 1);
    assert.match(output, /cannot be used: database "no_such_database" does not exist/);
    assert.doesNotMatch(output, waiting);
  });
});

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { type PostgresServer, startPostgres } from "#test/support/postgres-server.ts";
import { ServiceProcess } from "#test/support/service-process.ts";
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
    await using service = await ServiceProcess.launch({ folder, url: postgres.url("postgres") });
    await service.says(waiting);
    assert.equal((await fetch(`${service.url}/healthz`)).status, 200);
    assert.equal((await fetch(`${service.url}/readyz`)).status, 503);
    // SDKs call again after a 503, and give up after most others.
    assert.equal((await fetch(`${service.url}/v2/email/account`)).status, 503);
    await postgres.start();
    await service.ready();
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

  test("ends by itself where waiting would not help", async () => {
    const url = postgres.url("no_such_database");
    await using service = await ServiceProcess.launch({ folder, url });
    const { code, output } = await service.end();
    assert.equal(code, 1);
    assert.match(output, /cannot be used: database "no_such_database" does not exist/);
    assert.doesNotMatch(output, waiting);
  });
});

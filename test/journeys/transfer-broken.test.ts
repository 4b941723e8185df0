import assert from "node:assert/strict";
import { access, copyFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { CommandLine, type Spoken, signet } from "#test/support/command-line.ts";
import { type DatabasePlace, newDatabasePlace } from "#test/support/engines.ts";
import { TcpProxy } from "#test/support/tcp-proxy.ts";

function settingsFor({ folder, url }: DatabasePlace): Record<string, string> {
  return { SIGNET_DATA: folder, ...(url === undefined ? {} : { SIGNET_DATABASE_URL: url }) };
}

/** Runs a command that comes to a table which somebody else has locked, and there loses its connection. */
async function brokenInTheMiddle(
  args: readonly string[],
  place: DatabasePlace,
  { how = "cut", table = "webhooks" }: { how?: "cut" | "reset"; table?: string } = {},
): Promise<Spoken> {
  const { url = "" } = place;
  const { pathname, searchParams } = new URL(url);
  const socket = join(searchParams.get("host") ?? "", ".s.PGSQL.5432");
  await using proxy = await TcpProxy.start(() => socket);
  const other = new Client({ connectionString: url });
  await other.connect();
  await other.query("begin");
  await other.query(`lock table ${table} in access exclusive mode`);
  await using running = new CommandLine("src/cli/main.ts", args, {
    ...settingsFor(place),
    SIGNET_DATABASE_URL: `postgres://signet@127.0.0.1:${proxy.port}${pathname}`,
  });
  const waiting =
    "select 1 from pg_locks join pg_database d on d.oid = database where datname = current_database() and not granted";
  while ((await other.query(waiting)).rowCount === 0) await delay(20);
  proxy[how]();
  const spoken = await running.ended();
  await other.end();
  return spoken;
}

const clearly =
  /^signet: PostgreSQL at 127\.0\.0\.1:\d+ cannot be used: Connection terminated unexpectedly\.$/m;

test("an export that loses PostgreSQL says so, and leaves no half of a file", async () => {
  await using from = await newDatabasePlace("postgres");
  await signet(["keys", "create"], settingsFor(from));
  const file = join(from.folder, "all.export");
  const { code, err } = await brokenInTheMiddle(["export", file], from);
  assert.equal(code, 1, err);
  assert.match(err, clearly);
  await assert.rejects(access(file), { code: "ENOENT" });
  assert.equal((await signet(["export", file], settingsFor(from))).code, 0);
});

test("an import that loses PostgreSQL says so, and leaves the database empty", async () => {
  await using from = await newDatabasePlace("sqlite");
  await signet(["keys", "create"], settingsFor(from));
  const file = join(from.folder, "all.export");
  await signet(["export", file], settingsFor(from));
  await using to = await newDatabasePlace("postgres");
  await copyFile(join(from.folder, "master.key"), join(to.folder, "master.key"));
  const { code, err } = await brokenInTheMiddle(["import", file], to);
  assert.equal(code, 1, err);
  assert.match(err, clearly);
  const again = await signet(["import", file], settingsFor(to));
  assert.equal(again.code, 0, again.err);
});

test("a connection to PostgreSQL that is reset is not taken for a file that cannot be read or written", async () => {
  await using from = await newDatabasePlace("postgres");
  await signet(["keys", "create"], settingsFor(from));
  const file = join(from.folder, "all.export");
  await signet(["export", file], settingsFor(from));
  await using to = await newDatabasePlace("postgres");
  await copyFile(join(from.folder, "master.key"), join(to.folder, "master.key"));
  const places = [
    await brokenInTheMiddle(["export", `${file}.2`], from, { how: "reset" }),
    await brokenInTheMiddle(["import", file], to, { how: "reset" }),
    await brokenInTheMiddle(["import", file], to, { how: "reset", table: "schema_migrations" }),
  ];
  for (const { code, err } of places) {
    assert.equal(code, 1, err);
    assert.match(err, /^signet: PostgreSQL at 127\.0\.0\.1:\d+ cannot be used: /m);
  }
});

test("a file that cannot be read or written is named in one line, and nothing is made", async () => {
  await using place = await newDatabasePlace("sqlite", { begun: true });
  const { folder } = place;
  const missing = join(folder, "missing", "all.export");
  const told = async (command: string, file: string) => {
    await using running = new CommandLine("src/cli/main.ts", [command, file], settingsFor(place));
    const { code, err } = await running.ended();
    assert.equal(code, 1);
    return err.replace(folder, "…");
  };
  const absent = "no such file or directory, open";
  assert.match(
    await told("import", missing),
    new RegExp(`^signet: …/missing/all\\.export cannot be read: ENOENT: ${absent} '.*'\\n$`),
  );
  assert.match(
    await told("export", missing),
    new RegExp(`^signet: …/missing/all\\.export cannot be written: ENOENT: ${absent} '.*'\\n$`),
  );
});

const onFullDisk = { skip: process.platform !== "linux" && "there is no /dev/full" };

test("an export onto a full disk says so", onFullDisk, async () => {
  await using place = await newDatabasePlace("sqlite", { begun: true });
  await using running = new CommandLine("src/cli/main.ts", ["export", "/dev/full"], settingsFor(place));
  const { code, err } = await running.ended();
  assert.equal(code, 1);
  assert.match(err, /^signet: \/dev\/full cannot be written: ENOSPC/m);
});

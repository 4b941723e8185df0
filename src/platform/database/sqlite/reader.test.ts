import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { sql } from "kysely";
import { Unavailable } from "#platform/errors.ts";
import { openSqlite } from "./engine.ts";
import { Reader } from "./reader.ts";

/** More than SQLite sorts in memory, so it takes a file. */
const sortsMuch =
  "with recursive many (n) as (select 1 union all select n + 1 from many where n < 40000) " +
  "select count(*) as n from (select randomblob(100) as b from many, one order by b limit -1 offset 1)";

/** While no file may grow. Node ignores the signal (SIGXFSZ) that would end it. */
async function withoutRoom(work: () => void | Promise<void>): Promise<void> {
  const limitFiles = (bytes: string) =>
    execFileSync("prlimit", [`--pid=${process.pid}`, `--fsize=${bytes}:unlimited`]);
  limitFiles("1024");
  try {
    await work();
  } finally {
    limitFiles("unlimited");
  }
}

test("a read that finds the disk full fails alone, though SQLite ends the snapshot with it", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "signet-reader-"));
  t.after(async () => await rm(folder, { recursive: true }));
  const file = join(folder, "small.db");
  {
    using database = new DatabaseSync(file);
    database.exec("pragma journal_mode = wal; create table one as select 1 as n");
  }
  using reader = new Reader(file);
  assert.deepEqual(reader.read("select n from one", []), [{ n: 1 }]);
  await withoutRoom(() => assert.throws(() => reader.read(sortsMuch, []), /disk/));
  // The snapshot is given back at the end of the turn, where nobody would catch what that threw.
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(reader.read("select n from one", []), [{ n: 1 }]);
});

test("who reads while the disk is full is told to come back", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "signet-reader-"));
  t.after(async () => await rm(folder, { recursive: true }));
  await using database = await openSqlite(join(folder, "signet.sqlite"));
  const query = sql.raw(sortsMuch.replace("one", "schema_migrations")).compile(database.build);
  const readings = [database.read.bind(database), database.readAside.bind(database)];
  for (const read of readings) await read(sql`select 1`.compile(database.build));
  await withoutRoom(async () => {
    for (const read of readings) await assert.rejects(read(query), Unavailable);
  });
});

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openDatabase } from "#platform/database/open.ts";
import { Pooler } from "./support/pooler.ts";
import { type PostgresServer, startPostgres } from "./support/postgres-server.ts";

let server: PostgresServer;
before(async () => {
  server = await startPostgres();
});
after(async () => {
  await server[Symbol.asyncDispose]();
});

test("through a pooler that gives each client a session of its own it works", async () => {
  await using pooler = await Pooler.start(server.socket, "session");
  const url = `postgres://signet@127.0.0.1:${pooler.port}/postgres`;
  await using database = await openDatabase({ url, folder: "" });
  await database.ping();
  const tag = { account: "000000000000", region: "us-east-1", resource: "identity/example.com", value: "" };
  const add = (key: string) => ({
    query: database.build
      .insertInto("tags")
      .values({ ...tag, key })
      .compile(),
  });
  const keys = Array.from({ length: 100 }, (_, at) => `${at}`);
  await Promise.all(keys.map(async (key) => await database.write([add(key), add(`${key}-too`)])));
  const rows = await database.read(database.build.selectFrom("tags").select("key").compile());
  assert.equal(rows.length, 200);
});

test("a pooler that gives each transaction another session is refused, before anything was done", async () => {
  await using pooler = await Pooler.start(server.socket, "transaction");
  const url = `postgres://signet@127.0.0.1:${pooler.port}/template1`;
  await assert.rejects(openDatabase({ url, folder: "" }), {
    name: "DatabaseOutOfReach",
    message: /^PostgreSQL at 127\.0\.0\.1:\d+ cannot be used: a pooler there gives .* pool_mode=session/,
    mayComeBack: false,
  });
});

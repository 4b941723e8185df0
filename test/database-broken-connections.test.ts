import assert from "node:assert/strict";
import { test } from "node:test";
import { Client } from "pg";
import { openDatabase } from "#platform/database/open.ts";
import { newDatabasePlace } from "./support/engines.ts";

test("a write that was answered is there, however often PostgreSQL ends the connections meanwhile", async () => {
  await using place = await newDatabasePlace("postgres");
  await using database = await openDatabase(place);
  const tag = { account: "000000000000", region: "us-east-1", resource: "identity/example.com" };
  const add = (key: string) => ({
    query: database.build
      .insertInto("tags")
      .values({ ...tag, key, value: "" })
      .compile(),
  });
  const enemy = new Client({ connectionString: place.url });
  await enemy.connect();
  const answered: string[] = [];
  let ended = 0;
  for (let round = 0; round < 20; round += 1) {
    const groups = Array.from({ length: 40 }, async (_, at) => {
      const key = `${round}-${at}`;
      // Two statements: a transaction of several round trips, which can break between any two.
      await database.write([add(key), add(`${key}-too`)]);
      answered.push(key, `${key}-too`);
    });
    const ending = enemy.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
    );
    // A group whose commit is in doubt is refused, and may be there or not; the others are written again.
    const [connections] = await Promise.all([ending, Promise.allSettled(groups)]);
    ended += connections.rowCount ?? 0;
  }
  await enemy.end();
  const rows = await database.read(database.build.selectFrom("tags").select("key").compile());
  const kept = new Set(rows.map(({ key }) => key));
  assert.deepEqual(
    answered.filter((key) => !kept.has(key)),
    [],
  );
  assert.ok(ended >= 10, `only ${ended} connections were ended`);
});

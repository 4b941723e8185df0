import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import { postgresCompiler } from "#platform/database/compiler.ts";
import { newDatabasePlace } from "#test/support/engines.ts";
import { Connection } from "./connection.ts";
import { Places } from "./places.ts";

const compiler = postgresCompiler();

async function answer(connection: Connection, text: string): Promise<unknown> {
  const session = await connection.session();
  const { rows } = await session.run(sql.raw<{ answer: unknown }>(text).compile(compiler));
  return (rows as { answer: unknown }[])[0]?.answer;
}

/** As many statements as may be prepared, none of which is used any more, as those about days that have passed. */
async function useUp(connection: Connection): Promise<void> {
  for (let day = 0; day < 500; day++) {
    for (let times = 0; times < 2; times++) await answer(connection, `select ${day} as answer`);
  }
}

const backend = "select pg_backend_pid() as answer";
const prepared = "select count(*)::int as answer from pg_prepared_statements";

test("a session that can prepare no more gives way to another, and nobody who asks meanwhile is turned away", async () => {
  await using place = await newDatabasePlace("postgres", { empty: true });
  await using connection = new Connection(new Places(place.url ?? ""), { renewedAfterMs: 0 });
  const first = await answer(connection, backend);
  await useUp(connection);
  const asked = await Promise.all(
    Array.from({ length: 20 }, async () => await answer(connection, "select 1 as answer")),
  );
  assert.deepEqual(new Set(asked), new Set([1]));
  assert.notEqual(await answer(connection, backend), first);
  assert.equal(await answer(connection, prepared), 1);
});

test("where a day has more statements than can be prepared, the first of them stay so", async () => {
  await using place = await newDatabasePlace("postgres", { empty: true });
  await using connection = new Connection(new Places(place.url ?? ""));
  const first = await answer(connection, backend);
  await useUp(connection);
  assert.equal(await answer(connection, backend), first);
  assert.equal(await answer(connection, prepared), 500);
});

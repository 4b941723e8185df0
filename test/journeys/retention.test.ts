import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { sql } from "kysely";
import { dayMs, hourMs } from "#platform/clock.ts";
import { type Engine, engines } from "#test/support/engines.ts";
import { sendHello } from "#test/support/send-hello.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const tables = [
  "messages",
  "deliveries",
  "delivery_attempts",
  "message_events",
  "event_publications",
  "inbox",
  "feedback_reports",
] as const;

async function startWorld(engine: Engine, days: string): Promise<World> {
  const world = await World.start(engine, { settings: { SIGNET_RETENTION_DAYS: days } });
  await verifiedDomain(world, "example.test");
  return world;
}

const send = async (world: World, to: string) => await sendHello(world, "ann@example.test", to);

async function counts(world: World): Promise<Record<string, number>> {
  await using database = await world.openDatabase();
  const pairs = await Promise.all(
    tables.map(async (table) => {
      const query = sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`;
      return [table, (await database.read(query.compile(database.build)))[0]?.n ?? 0] as const;
    }),
  );
  return Object.fromEntries(pairs.filter(([, n]) => n > 0));
}

/** Makes work that is due in a hundred days of a message's delivery, or ends it. */
async function setDelivery(world: World, messageId: string, state: "queued" | "delivered"): Promise<void> {
  await using database = await world.openDatabase();
  const due_at = state === "queued" ? world.clock.now() + 100 * dayMs : 0;
  const change = database.build
    .updateTable("deliveries")
    .set({ state, due_at, phase: "idle" })
    .where("message_id", "=", messageId);
  await database.write([{ query: change.compile() }]);
}

for (const engine of engines) {
  describe(`what is old is forgotten, on ${engine}`, () => {
    test("messages and all that became of them, but not what is still to be done", async () => {
      await using world = await startWorld(engine, "2");
      const gone = await send(world, "bob@example.org");
      const waiting = await send(world, "cat@example.org");
      await setDelivery(world, waiting, "queued");
      await world.leap(4 * dayMs);
      const fresh = await send(world, "dan@example.org");

      assert.equal((await world.call("GET", `/signet/v1/messages/${fresh}`)).status, 200);
      assert.equal((await world.call("GET", `/signet/v1/messages/${waiting}`)).status, 200);
      const kept = await counts(world);
      if (engine === "sqlite") {
        // Row by row: of the old day only what is needed is left.
        assert.equal((await world.call("GET", `/signet/v1/messages/${gone}`)).status, 404);
        assert.deepEqual([kept["messages"], kept["deliveries"], kept["inbox"]], [2, 2, 1]);
      } else {
        // A day is dropped whole, or not yet.
        assert.deepEqual([kept["messages"], kept["inbox"]], [3, 1]);
      }
      await setDelivery(world, waiting, "delivered");
      await world.leap(2 * hourMs);
      for (const id of [gone, waiting]) {
        assert.equal((await world.call("GET", `/signet/v1/messages/${id}`)).status, 404, id);
      }
      assert.deepEqual(await counts(world), {
        messages: 1,
        deliveries: 1,
        delivery_attempts: 1,
        message_events: 2,
        inbox: 1,
      });
      assert.equal((await world.call("GET", `/signet/v1/messages/${fresh}`)).status, 200);
    });

    test("unless they are to be kept for ever", async () => {
      await using world = await startWorld(engine, "forever");
      const id = await send(world, "bob@example.org");
      await world.leap(400 * dayMs);
      assert.equal((await world.call("GET", `/signet/v1/messages/${id}`)).status, 200);
    });
  });
}

test("on PostgreSQL a day has partitions of its own, made beforehand and dropped whole", async () => {
  await using world = await startWorld("postgres", "2");
  const partitions = async () => {
    await using database = await world.openDatabase();
    const query = sql<{ name: string; rows: number }>`
      select c.relname as name, (xpath('/row/n/text()', query_to_xml('select count(*) as n from ' || c.relname, false, true, '')))[1]::text::int as rows
      from pg_class c where c.relispartition and c.relkind = 'r' order by 1`;
    return new Map(
      (await database.read(query.compile(database.build))).map(({ name, rows }) => [name, rows]),
    );
  };
  const labelOf = (at: number) => new Date(at).toISOString().slice(0, 10).replaceAll("-", "");
  const today = labelOf(world.clock.now());
  await send(world, "bob@example.org");
  const before = await partitions();
  assert.equal(before.get(`messages_0100_${today}`), 1);
  assert.equal(before.get(`deliveries_${today}`), 1);
  assert.equal(before.get(`deliveries_${labelOf(world.clock.now() + 3 * dayMs)}`), 0);
  const inDefault = tables.map((table) => before.get(`${table}_default`));
  assert.deepEqual(new Set(inDefault), new Set([0]));

  await world.leap(4 * dayMs);
  const after = await partitions();
  assert.deepEqual(
    [...after.keys()].filter((name) => name.endsWith(today)),
    [],
  );
  assert.ok(after.has(`deliveries_${labelOf(world.clock.now() + 3 * dayMs)}`));
});

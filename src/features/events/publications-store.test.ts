import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import { hourMs, minuteMs } from "#platform/clock.ts";
import { type Database, openDatabase } from "#platform/database/open.ts";
import { leastEventIdAt } from "#platform/ids.ts";
import { engines, newDatabasePlace } from "#test/support/engines.ts";
import { rowsRead } from "#test/support/rows-read.ts";
import { sqlitePlan } from "#test/support/sqlite-plan.ts";
import { owner } from "#test/support/written-events.ts";
import { FairClaims } from "./fair-claims.ts";
import { PublicationStore } from "./publications-store.ts";

const now = Date.UTC(2026, 0, 15, 12);
const times = { now, leaseUntil: now + minuteMs, limit: 10 };
const target = { kind: "webhook", id: "whk_1" } as const;

for (const engine of engines) {
  test(`what a process that died was telling is due at once where it was the only one, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await using database = await openDatabase(place);
    const store = new PublicationStore(database);
    for (const [id, dueAt] of [
      ["pub_told", now],
      ["pub_later", now + hourMs],
    ] as const) {
      const publication = { id, target, messageId: id, eventId: id, dueAt, expiresAt: now + 24 * hourMs };
      await database.write([store.insert(owner, publication)]);
    }
    const [lost] = await store.claimDue(times);
    assert.ok(lost);
    assert.deepEqual(await store.claimDue(times), []);
    await store.releaseAll({ now, leaseUntil: times.leaseUntil });
    const again = await store.claimDue(times);
    assert.deepEqual(
      again.map(({ id }) => id),
      ["pub_told"],
    );
    await assert.rejects(store.end(lost, { is: "published" }, "200"), { name: "LeaseLost" });
  });
}

test("what waits behind an event of the same message is looked at once, however many there are", async () => {
  await using place = await newDatabasePlace("postgres");
  await using database = await openDatabase(place);
  const store = new PublicationStore(database);
  const insert = (number: number, dueAt: number) => {
    const id = `${leastEventIdAt("pub", now)}${String(number).padStart(4, "0")}`;
    const expiresAt = now + 24 * hourMs;
    return store.insert(owner, { id, target, messageId: "msg", eventId: id, dueAt, expiresAt });
  };
  await database.write([insert(0, now + hourMs)]);
  await database.write(Array.from({ length: 1_000 }, (_, number) => insert(number + 1, now - 1)));
  await database.write([{ query: sql`analyze event_publications`.compile(database.build) }]);
  assert.deepEqual(await store.claimDue(times), []);
  const read = await rowsRead(database, async (explaining) => {
    await new PublicationStore(explaining).claimDue(times);
  });
  assert.ok(read < 5_000, `${read} rows were read`);
});

for (const engine of engines) {
  test(`what waits behind an event that is told later waits as long, and is told after it, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await using database = await openDatabase(place);
    const store = new PublicationStore(database);
    const insert = (messageId: string, number: number) => {
      const id = `${leastEventIdAt("pub", now)}${messageId}${number}`;
      return store.insert(owner, {
        id,
        target,
        messageId,
        eventId: id,
        dueAt: now,
        expiresAt: now + 24 * hourMs,
      });
    };
    const ids = async (at: number) =>
      (await store.claimDue({ now: at, leaseUntil: at + minuteMs, limit: 10 })).map(({ eventId }) =>
        eventId.slice(-2),
      );
    await database.write([insert("a", 1), insert("a", 2), insert("a", 3), insert("b", 1)]);
    const claimed = await store.claimDue(times);
    const [first, other] = claimed.toSorted((one, another) => (one.id < another.id ? -1 : 1));
    assert.ok(first && other);
    await store.end(first, { is: "queued", dueAt: now + hourMs }, "503");
    await store.end(other, { is: "published" }, "200");
    const { due } = await store.backlog(now + minuteMs);
    assert.equal(due, 0);
    const again = await store.claimDue({ ...times, now: now + hourMs, leaseUntil: now + 2 * hourMs });
    assert.deepEqual(
      again.map(({ id }) => id),
      [first.id],
    );
    for (const claim of again) await store.end(claim, { is: "published" }, "200");
    assert.deepEqual(await ids(now + hourMs), ["a2"]);
  });
}

test("what waits behind events that are told later costs no claim anything, on postgres", async () => {
  await using place = await newDatabasePlace("postgres");
  await using database = await openDatabase(place);
  const store = new PublicationStore(database);
  const steps = Array.from({ length: 500 }, (_, message) =>
    [1, 2, 3].map((number) => {
      const id = `${leastEventIdAt("pub", now)}${String(message).padStart(4, "0")}${number}`;
      const expiresAt = now + 24 * hourMs;
      return store.insert(owner, {
        id,
        target,
        messageId: `m${message}`,
        eventId: id,
        dueAt: now,
        expiresAt,
      });
    }),
  );
  await database.write(steps.flat());
  await database.write([{ query: sql`analyze event_publications`.compile(database.build) }]);
  const claims = await store.claimDue({ ...times, limit: 500 });
  assert.equal(claims.length, 500);
  await Promise.all(
    claims.map(async (claim) => await store.end(claim, { is: "queued", dueAt: now + hourMs }, "503")),
  );
  const read = await rowsRead(database, async (explaining) => {
    await new PublicationStore(explaining).claimDue(times);
  });
  assert.ok(read < 10, `${read} rows were read`);
});

async function queue(database: Database, account: string, { n, dueAt }: { n: number; dueAt: number }) {
  const store = new PublicationStore(database);
  const steps = Array.from({ length: n }, (_, at) => {
    const id = `${leastEventIdAt("pub", now)}${account}${String(at).padStart(6, "0")}`;
    const publication = { id, target, messageId: id, eventId: id, dueAt, expiresAt: now + 24 * hourMs };
    return store.insert({ ...owner, account }, publication);
  });
  await database.write(steps);
  if (database.engine === "postgres") {
    await database.write([{ query: sql`analyze event_publications`.compile(database.build) }]);
  }
}

const large = "111111111111";
const small = "222222222222";

for (const engine of engines) {
  for (const limit of [1, 10, 64]) {
    test(`an account's backlog does not keep another waiting, where there is room for ${limit}, on ${engine}`, async () => {
      await using place = await newDatabasePlace(engine);
      await using database = await openDatabase(place);
      await queue(database, large, { n: 1_000, dueAt: now - minuteMs });
      await queue(database, small, { n: 3, dueAt: now });
      const claims = new FairClaims(new PublicationStore(database));
      let looks = 0;
      for (let told = 0; told < 3; looks += 1) {
        const claimed = await claims.claimDue({ ...times, limit });
        assert.equal(claimed.length, limit);
        told += claimed.filter(({ owner: { account } }) => account === small).length;
      }
      assert.ok(looks <= 15, `${looks} looks`);
    });
  }

  test(`of many accounts each has its turn, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await using database = await openDatabase(place);
    await queue(database, large, { n: 1_000, dueAt: now - minuteMs });
    const others = Array.from({ length: 30 }, (_, at) => `3333333333${String(at).padStart(2, "0")}`);
    for (const other of others) await queue(database, other, { n: 1, dueAt: now });
    const claims = new FairClaims(new PublicationStore(database));
    const had = new Set<string>();
    for (let look = 0; look < 6; look++) {
      for (const { owner: of } of await claims.claimDue({ ...times, limit: 16 })) had.add(of.account);
    }
    assert.deepEqual(had, new Set([large, ...others]));
  });
}

test("an account's turn is found by its index, on sqlite", async () => {
  await using place = await newDatabasePlace("sqlite");
  await using database = await openDatabase(place);
  const plan = await sqlitePlan(database, async (explaining) => {
    const store = new PublicationStore(explaining);
    await store.accountsAfter("", { now, limit: 8 });
    await store.claimDue(times, small);
  });
  assert.match(plan, /COVERING INDEX event_publications_by_account \(account>\?\)/);
  assert.match(plan, /INDEX event_publications_by_account \(account=\? AND due_at<\?\)/);
  assert.doesNotMatch(plan, /SCAN event_publications|TEMP B-TREE/);
});

test("an account's turn costs as little beside a backlog, on postgres", async () => {
  await using place = await newDatabasePlace("postgres");
  await using database = await openDatabase(place);
  await queue(database, large, { n: 5_000, dueAt: now - minuteMs });
  await queue(database, small, { n: 3, dueAt: now });
  const read = await rowsRead(database, async (explaining) => {
    const store = new PublicationStore(explaining);
    await store.accountsAfter("", { now, limit: 8 });
    await store.claimDue(times, small);
  });
  assert.ok(read < 50, `${read} rows were read`);
});

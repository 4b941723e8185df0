import assert from "node:assert/strict";
import { test } from "node:test";
import { dayMs, hourMs, minuteMs, secondMs } from "#platform/clock.ts";
import { type Database, openDatabase } from "#platform/database/open.ts";
import { engines, newDatabasePlace } from "#test/support/engines.ts";
import { rowsRead } from "#test/support/rows-read.ts";
import { messageIdAt, owner, type Written, writeEvents } from "#test/support/written-events.ts";
import { MetricCountStore } from "./metric-store.ts";
import { noVolumes } from "./volumes.ts";

const start = Date.UTC(2026, 0, 15, 12);

/** Those that are not 0. */
async function counted(database: Database, span: { from: number; to: number }) {
  const sums = new Map<string, number>();
  for (const { volumes } of await new MetricCountStore(database).count(owner, span)) {
    for (const [metric, n] of Object.entries(volumes)) sums.set(metric, (sums.get(metric) ?? 0) + n);
  }
  return Object.fromEntries([...sums].filter(([, n]) => n !== 0));
}

for (const engine of engines) {
  test(`a bounce is counted whatever the other side wrote in its report, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await using database = await openDatabase(place);
    const detail = (text: string) =>
      `{"feedbackId":"f","bounceType":"Permanent","bounceSubType":"General","bouncedRecipients":[{"diagnosticCode":"${text}"}]}`;
    const quoted = JSON.stringify('"bounceType":"Transient"').slice(1, -1);
    const texts = ["no\\u0000such user", "cut \\ud83d", quoted];
    await writeEvents(
      database,
      texts.flatMap((text, number) => {
        const messageId = messageIdAt(start, number);
        return [
          { messageId, at: start, type: "Send" },
          { messageId, at: start + secondMs, type: "Bounce", detail: detail(text) },
        ];
      }),
    );
    const withheld = messageIdAt(start, 9);
    const onList = '{"complainedRecipients":[],"complaintSubType":"OnAccountSuppressionList"}';
    await writeEvents(database, [
      { messageId: withheld, at: start, type: "Send" },
      { messageId: withheld, at: start + secondMs, type: "Complaint", detail: onList },
    ]);
    const span = { from: start, to: start + hourMs };
    assert.deepEqual(await counted(database, span), { SEND: 4, PERMANENT_BOUNCE: 3 });
  });
}

for (const engine of engines) {
  test(`each message is counted as opened and followed once, in the step in which it first was, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await using database = await openDatabase(place);
    await writeEvents(database, [
      ...visited(50),
      { messageId: messageIdAt(start, 1), at: start, type: "Send" },
    ]);
    const all = { from: start, to: start + hourMs };
    assert.deepEqual(await counted(database, all), { SEND: 2, OPEN: 1, CLICK: 1 });
    const later = { from: start + 10 * secondMs, to: start + hourMs };
    assert.deepEqual(await counted(database, later), { CLICK: 1 });
    assert.deepEqual(await counted(database, { ...later, from: start + 70 * secondMs }), {});
  });
}

for (const engine of engines) {
  test(`of more sums than are wanted one more is read, and none of what has no name, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await using database = await openDatabase(place);
    const store = new MetricCountStore(database);
    const day = start - (start % dayMs);
    const count = (identity: string, tenant: string) => {
      const volumes = { ...noVolumes, SEND: 1 };
      return { at: day, identity, tenant, configurationSet: "", provider: "other", volumes };
    };
    const identities = ["a.test", "b.test", "c.test", "d.test"];
    const counts = [...identities.map((name) => count(name, "shop")), count("e.test", "")];
    await store.keep(owner, { from: day, to: day + dayMs }, counts);
    const sums = async (most: number) => {
      const by = ["identity", "tenant"] as const;
      const kept = await store.kept(owner, { from: day, to: day + dayMs }, { by, among: new Map(), most });
      return kept.sums.length;
    };
    assert.deepEqual([await sums(2), await sums(9)], [3, 4]);
  });
}

test("one message that is opened again and again costs no more than as many messages, on postgres", async () => {
  await using place = await newDatabasePlace("postgres");
  await using database = await openDatabase(place);
  await writeEvents(database, visited(500));
  assert.ok((await rowsToCount(database, { from: start, to: start + hourMs })) < 5_000);
});

test("a day that PostgreSQL has no statistics of yet is not read again for each of its events", async () => {
  await using place = await newDatabasePlace("postgres");
  await using database = await openDatabase(place);
  const sends = Array.from({ length: 500 }, (_, number) => ({
    messageId: messageIdAt(start + number * secondMs, number),
    at: start + number * secondMs,
    type: "Send",
  }));
  await writeEvents(database, sends, { analyzed: false });
  assert.ok((await rowsToCount(database, { from: start, to: start + hourMs })) < 5_000);
});

test("nor is it for each of its visits", async () => {
  await using place = await newDatabasePlace("postgres");
  await using database = await openDatabase(place);
  const visits = Array.from({ length: 3_000 }, (_, number) => {
    const messageId = messageIdAt(start + number, number);
    const at = start + secondMs + number;
    return [
      { messageId, at: at - secondMs, type: "Send" },
      { messageId, at, type: "Open" },
      { messageId, at, type: "Click" },
    ];
  });
  await writeEvents(database, visits.flat(), { analyzed: false });
  assert.ok((await rowsToCount(database, { from: start, to: start + hourMs })) < 40_000);
});

test("an hour is counted without a look at all the others, on postgres", async () => {
  await using place = await newDatabasePlace("postgres");
  await using database = await openDatabase(place);
  const sends = Array.from({ length: 20_000 }, (_, number) => {
    const at = start + number * 2 * minuteMs;
    const messageId = messageIdAt(at, number);
    return [
      { messageId, at, type: "Send" },
      { messageId, at: at + secondMs, type: "Delivery" },
    ];
  });
  await writeEvents(database, sends.flat());
  const span = { from: start + dayMs, to: start + 2 * dayMs };
  assert.deepEqual((await counted(database, span))["DELIVERY"], 720);
  assert.ok((await rowsToCount(database, span)) < 5_000);
});

/** A message that is opened every second, and from the next minute on as often followed. */
function visited(times: number): Written[] {
  const messageId = messageIdAt(start);
  const visits = (type: string, from: number) =>
    Array.from({ length: times }, (_, number) => ({ messageId, at: from + number * secondMs, type }));
  return [
    { messageId, at: start, type: "Send" },
    ...visits("Open", start + secondMs),
    ...visits("Click", start + minuteMs),
  ];
}

/** Of the events, as often as each was, to count a span. */
async function rowsToCount(database: Database, span: { from: number; to: number }): Promise<number> {
  return await rowsRead(database, async (explaining) => {
    await new MetricCountStore(explaining).count(owner, span);
  });
}

import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import { hourMs, secondMs } from "#platform/clock.ts";
import { type Database, openDatabase } from "#platform/database/open.ts";
import { engines, newDatabasePlace } from "#test/support/engines.ts";
import { MetricCountStore } from "./metric-store.ts";

const owner = { account: "000000000000", region: "us-east-1" };
const start = Date.UTC(2026, 0, 15, 12);
const digits = (at: number) => at.toString(16).padStart(12, "0");
const messageIdAt = (at: number, number = 0) => `0100${digits(at)}-${String(number).padStart(8, "0")}`;
const measured = JSON.stringify(["sender.test", "Gmail", "", 1, 1]);

interface Written {
  readonly messageId: string;
  readonly at: number;
  readonly type: string;
  readonly detail?: string;
}

/** As rows, whatever would be refused or mended on the way. */
async function write(database: Database, events: readonly Written[]): Promise<void> {
  const rows = events.map(({ messageId, at, type, detail = "{}" }, number) => ({
    ...owner,
    message_id: messageId,
    id: `evt_${digits(at)}-${String(number).padStart(6, "0")}-0011223344556677`,
    at,
    type,
    configuration_set: null,
    detail,
    tags: null,
    recipients: 1,
    measured: type === "Send" ? measured : null,
  }));
  for (let from = 0; from < rows.length; from += 1_000) {
    const query = database.build.insertInto("message_events").values(rows.slice(from, from + 1_000));
    await database.write([{ query: query.compile() }]);
  }
  await database.write([{ query: sql`analyze`.compile(database.build) }]);
}

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
    await write(
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
    await write(database, [
      { messageId: withheld, at: start, type: "Send" },
      { messageId: withheld, at: start + secondMs, type: "Complaint", detail: onList },
    ]);
    const span = { from: start, to: start + hourMs };
    assert.deepEqual(await counted(database, span), { SEND: 4, PERMANENT_BOUNCE: 3 });
  });
}

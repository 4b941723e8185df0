import assert from "node:assert/strict";
import { test } from "node:test";
import { minuteMs } from "#platform/clock.ts";
import { openDatabase } from "#platform/database/open.ts";
import type { Looked } from "#protocols/dns/client/lookup.ts";
import { engines, newDatabasePlace } from "#test/support/engines.ts";
import { HandClock } from "#test/support/hand-clock.ts";
import { BlocklistStore, Blocklists } from "./index.ts";

const entry: Looked = {
  kind: "records",
  records: [{ name: "x", ttl: 60, type: "A", address: "127.0.0.2" }],
  ttlSeconds: 60,
};

for (const engine of engines) {
  test(`what a killed process was asking is asked by another, and its late answer is not recorded, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await using database = await openDatabase(place);
    const clock = new HandClock();
    const told: string[] = [];
    const process = (lookUp: (name: string) => Promise<Looked>) =>
      new Blocklists({
        store: new BlocklistStore(database),
        lookUp,
        notices: {
          changesToMail: async (_, { subject }) => {
            told.push(subject);
            return [];
          },
        },
        lists: [{ name: "bl.test", zone: "bl.test", key: undefined }],
        addresses: ["45.76.10.5"],
        dedicatedIps: [],
        operator: { account: "000000000000", region: "us-east-1" },
        clock,
        log: { info() {}, warn() {}, error() {} },
      });
    const silence = Promise.withResolvers<Looked>();
    const killed = process(async () => await silence.promise);
    const [claimed] = await killed.claimDue(1);
    assert.ok(claimed);
    const late = killed.check(claimed);
    const other = process(async (name) => (name.startsWith("1.0.0.127.") ? { kind: "no-such-name" } : entry));
    assert.deepEqual(await other.claimDue(1), [], "it took what another holds");
    clock.advance(5 * minuteMs);
    const [taken] = await other.claimDue(1);
    assert.ok(taken);
    assert.equal(await other.check(taken), "listed");
    silence.resolve({ kind: "no-such-name" });
    assert.equal(await late, "lease-lost");
    const known = await other.standings();
    assert.deepEqual(
      known.map(({ verdict, trouble }) => [verdict, trouble]),
      [["listed", undefined]],
    );
    assert.deepEqual(told, ["45.76.10.5 is listed by bl.test"]);
  });
}

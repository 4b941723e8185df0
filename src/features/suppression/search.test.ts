import assert from "node:assert/strict";
import { test } from "node:test";
import { systemClock as clock } from "#platform/clock.ts";
import { openDatabase } from "#platform/database/open.ts";
import { engines, newDatabasePlace } from "#test/support/engines.ts";
import { Suppression, SuppressionStore } from "./index.ts";

const list = { account: "000000000000", region: "us-east-1", tenant: undefined };
const tenants = () => ({ changeRequiringExistence: () => assert.fail(), get: () => assert.fail() });

for (const engine of engines) {
  test(`a page with a filter looks at so many addresses, and another goes on from there, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await using database = await openDatabase(place);
    const suppression = new Suppression({ store: new SuppressionStore(database), tenants, clock });
    const bounced = Array.from({ length: 20_100 }, (_, number) => ({
      address: `a${number}@example.com`,
      reason: "BOUNCE" as const,
    }));
    await suppression.putAll(list, [...bounced, { address: "z@example.com", reason: "COMPLAINT" }]);
    const filter = { reasons: ["COMPLAINT" as const], from: undefined, until: undefined };
    const first = await suppression.list(list, { filter, page: {} });
    assert.deepEqual(first.items, []);
    assert.ok(first.nextToken !== undefined);
    const second = await suppression.list(list, { filter, page: { token: first.nextToken } });
    assert.deepEqual(
      second.items.map(({ address }) => address),
      ["z@example.com"],
    );
    assert.equal(second.nextToken, undefined);
    const all = (await Array.fromAsync(suppression.all(list, filter))).flat();
    assert.equal(all.length, 1);
  });
}

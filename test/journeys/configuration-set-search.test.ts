import assert from "node:assert/strict";
import { test } from "node:test";
import { engines } from "#test/support/engines.ts";
import { World } from "#test/support/world.ts";

interface Listed {
  readonly configuration_sets: readonly {
    readonly name: string;
    readonly sending_enabled: boolean;
    readonly pool: string | null;
  }[];
  readonly next_token: string | null;
}

for (const engine of engines) {
  test(`configuration sets are found by their name and by the pool that they send from, in pages, on ${engine}`, async () => {
    await using world = await World.start(engine);
    for (const PoolName of ["fast", "fast_2"]) {
      await world.plain("POST", "/v2/email/dedicated-ip-pools", { PoolName });
    }
    const create = async (ConfigurationSetName: string, options: object = {}) =>
      await world.plain("POST", "/v2/email/configuration-sets", { ConfigurationSetName, ...options });
    await create("receipts", { DeliveryOptions: { TlsPolicy: "REQUIRE", SendingPoolName: "fast" } });
    await create("news", { DeliveryOptions: { SendingPoolName: "fast" } });
    await create("alarms", { DeliveryOptions: { SendingPoolName: "fast_2" } });
    await create("paused", { SendingOptions: { SendingEnabled: false } });
    const list = async (query: string) =>
      await world.plain<Listed>("GET", `/signet/v1/configuration-sets?${query}`);
    const namesOf = ({ configuration_sets }: Listed) => configuration_sets.map(({ name }) => name);
    assert.deepEqual(
      (await list("")).configuration_sets.map(({ name, sending_enabled, pool }) => [
        name,
        sending_enabled,
        pool,
      ]),
      [
        ["alarms", true, "fast_2"],
        ["news", true, "fast"],
        ["paused", false, null],
        ["receipts", true, "fast"],
      ],
    );
    assert.deepEqual(namesOf(await list("pool=fast")), ["news", "receipts"]);
    assert.deepEqual(namesOf(await list("pool=fas")), []);
    assert.deepEqual(namesOf(await list("name=ew")), ["news"]);
    const first = await list("pool=fast&page_size=1");
    assert.deepEqual(namesOf(first), ["news"]);
    const next = await list(`pool=fast&page_size=1&next_token=${first.next_token ?? ""}`);
    assert.deepEqual([namesOf(next), next.next_token], [["receipts"], null]);
    assert.equal((await world.call("GET", "/signet/v1/configuration-sets?pool=%00")).status, 400);
  });
}

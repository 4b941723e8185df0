import assert from "node:assert/strict";
import { test } from "node:test";
import { engines } from "#test/support/engines.ts";
import { World } from "#test/support/world.ts";

interface Found {
  readonly contacts: readonly {
    readonly address: string;
    readonly unsubscribed_from_all: boolean;
    readonly topics: readonly object[];
  }[];
  readonly next_token: string | null;
}

const lists = "/v2/email/contact-lists";

for (const engine of engines) {
  test(`contacts are found by a part of their address and by what they want, on ${engine}`, async () => {
    await using world = await World.start(engine);
    await world.plain("POST", lists, {
      ContactListName: "readers",
      Topics: [{ TopicName: "weekly", DisplayName: "Weekly", DefaultSubscriptionStatus: "OPT_OUT" }],
    });
    const said = [{ TopicName: "weekly", SubscriptionStatus: "OPT_IN" }];
    for (const [EmailAddress, more] of [
      ["ann@Shop.example", { TopicPreferences: said }],
      ["bob@shop.example", {}],
      ["100%_sure@else.example", { UnsubscribeAll: true }],
    ] as const) {
      await world.plain("POST", `${lists}/readers/contacts`, { EmailAddress, ...more });
    }
    const path = "/signet/v1/contact-lists/readers/contacts";
    const find = async (query: string) => await world.plain<Found>("GET", `${path}?${query}`);
    const addresses = async (query: string) => (await find(query)).contacts.map(({ address }) => address);
    assert.deepEqual(await addresses("address=SHOP"), ["ann@Shop.example", "bob@shop.example"]);
    assert.deepEqual(await addresses("address=%25_"), ["100%_sure@else.example"]);
    assert.deepEqual(await addresses("address=shop&topic=weekly&status=OPT_IN"), ["ann@Shop.example"]);
    assert.deepEqual(await addresses("status=OPT_OUT"), ["100%_sure@else.example"]);
    const page = await find("address=shop&page_size=1");
    assert.deepEqual(page.contacts[0]?.topics, [{ name: "weekly", status: "OPT_IN", by_default: false }]);
    assert.deepEqual(await addresses(`address=shop&page_size=1&next_token=${page.next_token}`), [
      "bob@shop.example",
    ]);
    const { error } = await world.call("GET", `${path}?topic=none`);
    assert.equal(error?.details[0]?.path, "topic");
    const elsewhere = "/signet/v1/contact-lists/none/contacts";
    assert.equal((await world.call("GET", elsewhere)).status, 404);
  });
}

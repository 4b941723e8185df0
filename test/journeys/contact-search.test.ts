import assert from "node:assert/strict";
import { test } from "node:test";
import { CreateContactCommand, CreateContactListCommand, ListContactsCommand } from "@aws-sdk/client-sesv2";
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

  test(`who left a whole list is found among those who opted out of each topic, on ${engine}`, async () => {
    await using world = await World.start(engine);
    const { ses } = world;
    const ContactListName = "readers";
    const topic = {
      TopicName: "weekly",
      DisplayName: "Weekly",
      DefaultSubscriptionStatus: "OPT_IN",
    } as const;
    await ses.send(new CreateContactListCommand({ ContactListName, Topics: [topic] }));
    const add = async (name: string, said: "OPT_IN" | "OPT_OUT" | undefined, UnsubscribeAll: boolean) =>
      await ses.send(
        new CreateContactCommand({
          ContactListName,
          EmailAddress: `${name}@shop.example`,
          TopicPreferences: said && [{ TopicName: "weekly", SubscriptionStatus: said }],
          UnsubscribeAll,
        }),
      );
    await add("in", "OPT_IN", false);
    await add("left", undefined, true);
    await add("left-though-in", "OPT_IN", true);
    await add("out", "OPT_OUT", false);
    await add("out-and-left", "OPT_OUT", true);
    await add("silent", undefined, false);
    const found = async (
      FilteredStatus: "OPT_IN" | "OPT_OUT",
      UseDefaultIfPreferenceUnavailable: boolean,
    ) => {
      const TopicFilter = { TopicName: "weekly", UseDefaultIfPreferenceUnavailable };
      const Filter = { FilteredStatus, TopicFilter };
      const { Contacts } = await ses.send(new ListContactsCommand({ ContactListName, Filter }));
      return Contacts?.map(({ EmailAddress = "" }) => EmailAddress.replace("@shop.example", ""));
    };
    const out = ["left-though-in", "left", "out-and-left", "out"];
    assert.deepEqual(await found("OPT_OUT", false), out);
    assert.deepEqual(await found("OPT_OUT", true), out);
    assert.deepEqual(await found("OPT_IN", false), ["in"]);
    assert.deepEqual(await found("OPT_IN", true), ["in", "silent"]);
  });
}

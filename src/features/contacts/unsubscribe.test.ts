import assert from "node:assert/strict";
import { test } from "node:test";
import { EventStore, Events, PublicationStore } from "#features/events/index.ts";
import { Tags } from "#features/tags/index.ts";
import { TagStore } from "#features/tags/store.ts";
import { openDatabase } from "#platform/database/open.ts";
import { Unavailable } from "#platform/errors.ts";
import { systemRandom } from "#platform/random.ts";
import { SealedTokens } from "#platform/sealed-tokens.ts";
import { engines, newDatabasePlace } from "#test/support/engines.ts";
import { HandClock } from "#test/support/hand-clock.ts";
import { ContactListStore, ContactLists, ContactStore, Contacts, Unsubscribe } from "./index.ts";

const owner = { account: "111111111111", region: "us-east-1" };
const topics = [{ name: "news", displayName: "News", description: undefined, byDefault: "OPT_IN" as const }];
const link = {
  owner,
  list: "list",
  topic: undefined,
  address: "a@b.example",
  messageId: "message",
  configurationSet: undefined,
};
const clock = new HandClock();
const surroundings = {
  tokens: new SealedTokens(new Uint8Array(32)),
  clock,
  publicUrl: () => "https://signet.example",
  linkHosts: { isForeign: async () => false },
};
const unreachable = async () => {
  throw new Unavailable("The database cannot be reached.", { cause: undefined });
};

for (const engine of engines) {
  test(`a choice is on disk together with the telling of it, or not at all, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await using database = await openDatabase(place);
    const parts = { clock, random: systemRandom };
    const tags = new Tags({ store: new TagStore(database), taggable: [] });
    const contactLists = new ContactLists({ ...parts, tags, store: new ContactListStore(database) });
    const contacts = new Contacts({ ...parts, contactLists, store: new ContactStore(database) });
    const listeners = { targetsOf: async () => await unreachable() };
    const events = new Events({
      ...parts,
      store: new EventStore(database),
      publications: new PublicationStore(database),
      audiences: { targetsOf: async () => await listeners.targetsOf() },
    });
    await contactLists.create(owner, { name: "list", description: undefined, topics }, []);
    const unsubscribe = new Unsubscribe({ ...surroundings, contacts, contactLists, events });
    await assert.rejects(unsubscribe.atOnce(link), Unavailable);
    assert.equal((await unsubscribe.preferencesOf(link))?.unsubscribedFromAll, false);
    Object.assign(listeners, { targetsOf: async () => [] });
    assert.equal(await unsubscribe.atOnce(link), true);
    assert.equal((await unsubscribe.preferencesOf(link))?.unsubscribedFromAll, true);
    const [told, ...others] = await events.ofMessage(owner, link.messageId);
    assert.deepEqual([told?.type, others], ["Subscription", []]);
  });
}

test("while the store cannot be reached, the page does not show a contact as one that said nothing", async () => {
  const unsubscribe = new Unsubscribe({
    ...surroundings,
    contactLists: {
      find: async () => ({
        owner,
        id: "lst_1",
        name: "list",
        description: undefined,
        topics,
        createdAt: 0,
        updatedAt: 0,
      }),
    },
    contacts: {
      find: unreachable,
      changesToChoose: unreachable,
    },
    events: { raise: async () => {} },
  });
  await assert.rejects(unsubscribe.preferencesOf(link), Unavailable);
});

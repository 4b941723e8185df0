import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateContactCommand,
  CreateContactListCommand,
  GetContactCommand,
  UpdateContactCommand,
  UpdateContactListCommand,
} from "@aws-sdk/client-sesv2";
import { engines } from "#test/support/engines.ts";
import { World } from "#test/support/world.ts";

const ContactListName = "readers";
const EmailAddress = "bob@readers.example";
const topic = (TopicName: string) => ({
  TopicName,
  DisplayName: TopicName,
  DefaultSubscriptionStatus: "OPT_IN" as const,
});
const names = Array.from({ length: 20 }, (_, n) => `topic-${n}`);

for (const engine of engines) {
  test(`who leaves several topics at once has left them all, on ${engine}`, async () => {
    await using world = await World.start(engine);
    await world.ses.send(new CreateContactListCommand({ ContactListName, Topics: names.map(topic) }));
    await world.ses.send(new CreateContactCommand({ ContactListName, EmailAddress }));
    await Promise.all(
      names.map(async (TopicName) => {
        const TopicPreferences = [{ TopicName, SubscriptionStatus: "OPT_OUT" as const }];
        await world.ses.send(new UpdateContactCommand({ ContactListName, EmailAddress, TopicPreferences }));
      }),
    );
    const { TopicPreferences } = await world.ses.send(
      new GetContactCommand({ ContactListName, EmailAddress }),
    );
    assert.deepEqual(
      TopicPreferences,
      names.map((TopicName) => ({ TopicName, SubscriptionStatus: "OPT_OUT" })),
    );
  });

  test(`a topic may have any name, also one that every object has, on ${engine}`, async () => {
    await using world = await World.start(engine);
    const Topics = ["constructor", "__proto__", "news"].map(topic);
    await world.ses.send(new CreateContactListCommand({ ContactListName, Topics }));
    const said = [{ TopicName: "news", SubscriptionStatus: "OPT_OUT" as const }];
    await world.ses.send(new CreateContactCommand({ ContactListName, EmailAddress, TopicPreferences: said }));
    const shown = async () => await world.ses.send(new GetContactCommand({ ContactListName, EmailAddress }));
    const { TopicPreferences, TopicDefaultPreferences } = await shown();
    assert.deepEqual(TopicPreferences, said);
    assert.deepEqual(
      TopicDefaultPreferences,
      ["constructor", "__proto__"].map((TopicName) => ({ TopicName, SubscriptionStatus: "OPT_IN" })),
    );
    const everything = ["constructor", "__proto__"].map((TopicName) => ({
      TopicName,
      SubscriptionStatus: "OPT_OUT" as const,
    }));
    await world.ses.send(
      new UpdateContactCommand({ ContactListName, EmailAddress, TopicPreferences: everything }),
    );
    assert.deepEqual((await shown()).TopicPreferences, [...everything, ...said]);
  });

  test(`what a contact said of a topic that is gone is not shown, and holds when the topic is back, on ${engine}`, async () => {
    await using world = await World.start(engine);
    const client = world.ses;
    await client.send(
      new CreateContactListCommand({ ContactListName, Topics: [topic("offers"), topic("news")] }),
    );
    const TopicPreferences = ["news", "offers"].map((TopicName) => ({
      TopicName,
      SubscriptionStatus: "OPT_OUT" as const,
    }));
    await client.send(new CreateContactCommand({ ContactListName, EmailAddress, TopicPreferences }));
    const change = async (...topics: string[]) =>
      await client.send(new UpdateContactListCommand({ ContactListName, Topics: topics.map(topic) }));
    const shown = async () => await client.send(new GetContactCommand({ ContactListName, EmailAddress }));
    await change("news");
    const without = await shown();
    assert.deepEqual(
      without.TopicPreferences?.map(({ TopicName }) => TopicName),
      ["news"],
    );
    // As programs do: what was read is written back.
    await client.send(
      new UpdateContactCommand({
        ContactListName,
        EmailAddress,
        TopicPreferences: without.TopicPreferences,
      }),
    );
    await change("offers", "news");
    assert.deepEqual((await shown()).TopicPreferences, TopicPreferences.toReversed());
  });
}

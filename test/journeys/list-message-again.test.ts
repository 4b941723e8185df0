import assert from "node:assert/strict";
import { test } from "node:test";
import { CreateContactListCommand, SendEmailCommand, UpdateContactCommand } from "@aws-sdk/client-sesv2";
import { engines } from "#test/support/engines.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const ContactListName = "readers";

async function newWorld(engine: (typeof engines)[number]): Promise<World> {
  const world = await World.start(engine);
  await verifiedDomain(world, "lists.test");
  const topic = { TopicName: "news", DisplayName: "News", DefaultSubscriptionStatus: "OPT_IN" as const };
  await world.ses.send(new CreateContactListCommand({ ContactListName, Topics: [topic] }));
  return world;
}

async function send(world: World, ...ToAddresses: string[]): Promise<string> {
  const { MessageId = "" } = await world.ses.send(
    new SendEmailCommand({
      FromEmailAddress: "ann@lists.test",
      Destination: { ToAddresses },
      Content: { Simple: { Subject: { Data: "News" }, Body: { Text: { Data: "News!" } } } },
      ListManagementOptions: { ContactListName, TopicName: "news" },
    }),
  );
  await world.settle();
  return MessageId;
}

async function leave(world: World, EmailAddress: string): Promise<void> {
  const TopicPreferences = [{ TopicName: "news", SubscriptionStatus: "OPT_OUT" as const }];
  await world.ses.send(new UpdateContactCommand({ ContactListName, EmailAddress, TopicPreferences }));
}

interface Listed {
  readonly messages: readonly { readonly id: string; readonly to: readonly string[] }[];
}

for (const engine of engines) {
  test(`a message of a list that is sent again leaves out who has left since, on ${engine}`, async () => {
    await using world = await newWorld(engine);
    const id = await send(world, "bob@readers.example", "eve@readers.example");
    await leave(world, "bob@readers.example");
    await world.plain("DELETE", "/signet/v1/inbox");
    await world.plain("POST", `/signet/v1/messages/${id}/resend`);
    await world.settle();
    const { messages } = await world.plain<Listed>("GET", "/signet/v1/inbox");
    assert.deepEqual(
      messages.map(({ to }) => to),
      [["eve@readers.example"]],
    );
  });

  test(`a message of a list that is released from the inbox is not for who has left it, on ${engine}`, async () => {
    await using receiver = await startSmtpReceiver();
    await using world = await newWorld(engine);
    await send(world, "bob@readers.example");
    const { messages } = await world.plain<Listed>("GET", "/signet/v1/inbox?to=bob@readers.example");
    await world.restart({ SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}` });
    const release = async (to: string) => {
      await world.plain("POST", `/signet/v1/inbox/${messages[0]?.id}/release`, { to: [to] });
      await world.settle();
      return receiver.received.map(({ recipients }) => recipients.join());
    };
    assert.deepEqual(await release("real@person.example"), ["real@person.example"]);
    await leave(world, "real@person.example");
    assert.deepEqual(await release("real@Person.example"), ["real@person.example"]);
    // Each has a way out of its own.
    const [, token] = /^List-Unsubscribe:\s+<[^>]+\/unsubscribe\/([^>]+)>/m.exec(
      receiver.received[0]?.content.toString("latin1").replaceAll("\r\n ", "") ?? "",
    ) ?? [""];
    const page = await fetch(`${world.app.httpUrl}/unsubscribe/${token}`);
    assert.match(await page.text(), /real@person\.example/);
  });
}

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CreateContactListCommand, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { whileDeleted } from "#test/support/deleted-meanwhile.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const list = { table: "contact_lists", name: "readers" };
const ContactListName = list.name;

async function send(world: World): Promise<string> {
  const { MessageId = "" } = await world.ses.send(
    new SendEmailCommand({
      FromEmailAddress: "ann@sender.test",
      Destination: { ToAddresses: ["bob@example.com"] },
      Content: {
        Simple: { Subject: { Data: "News" }, Body: { Text: { Data: "{{amazonSESUnsubscribeUrl}}" } } },
      },
      ListManagementOptions: { ContactListName },
    }),
  );
  return MessageId;
}

async function newWorld(): Promise<World> {
  const world = await World.start("postgres");
  await verifiedDomain(world, "sender.test");
  await world.ses.send(new CreateContactListCommand({ ContactListName }));
  return world;
}

async function contacts(world: World): Promise<unknown[]> {
  await using database = await world.openDatabase();
  return await database.read(database.build.selectFrom("contacts").selectAll().compile());
}

describe("a contact list that another node deletes meanwhile has no contacts afterwards, on postgres", () => {
  test("none who was written to: the message is refused", async () => {
    await using world = await newWorld();
    assert.equal(await whileDeleted(world, list, async () => await send(world)), "NotFoundException");
    assert.deepEqual(await contacts(world), []);
  });

  test("none who unsubscribed: the page says that there is no such list", async () => {
    await using world = await newWorld();
    await send(world);
    await world.settle();
    const { messages } = await world.plain<{ messages: { id: string }[] }>("GET", "/signet/v1/inbox");
    const { text } = await world.plain<{ text: string }>("GET", `/signet/v1/inbox/${messages[0]?.id}`);
    const [, path = ""] = /https?:\/\/[^/]+(\/unsubscribe\/\S+)/.exec(text) ?? [];
    await using database = await world.openDatabase();
    await database.write([{ query: database.build.deleteFrom("contacts").compile() }]);
    let status = 0;
    await whileDeleted(world, list, async () => {
      const form = { method: "POST", body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }) };
      ({ status } = await fetch(world.app.httpUrl + path, form));
    });
    assert.equal(status, 404);
    assert.deepEqual(await contacts(world), []);
  });
});

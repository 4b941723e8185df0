import { test } from "node:test";
import {
  CreateContactCommand,
  CreateContactListCommand,
  DeleteContactCommand,
  GetContactCommand,
  type Topic,
  UpdateContactCommand,
} from "@aws-sdk/client-sesv2";
import { engines } from "#test/support/engines.ts";
import { refused } from "#test/support/operation.ts";
import { World } from "#test/support/world.ts";

const ContactListName = "readers";
const topic = (TopicName: string, more: Partial<Topic> = {}) => ({
  TopicName,
  DisplayName: "News",
  DefaultSubscriptionStatus: "OPT_IN" as const,
  ...more,
});

for (const engine of engines) {
  test(`what is no address is refused in SES's words wherever a contact is named, on ${engine}`, async () => {
    await using world = await World.start(engine);
    const client = world.ses;
    await client.send(new CreateContactListCommand({ ContactListName }));
    for (const [EmailAddress, message] of [
      ["nobody", "EmailAddress <nobody> is invalid"],
      ["a@b@c.example", "EmailAddress <a@b@c.example> is invalid"],
      [" ", "EmailAddress can't be blank."],
    ] as const) {
      const contact = { ContactListName, EmailAddress };
      for (const call of [
        async () => await client.send(new CreateContactCommand(contact)),
        async () => await client.send(new GetContactCommand(contact)),
        async () => await client.send(new UpdateContactCommand(contact)),
        async () => await client.send(new DeleteContactCommand(contact)),
      ]) {
        await refused(call(), "BadRequestException", 400, message);
      }
    }
  });

  test(`a list's names and topics are refused in SES's words, on ${engine}`, async () => {
    await using world = await World.start(engine);
    const create = async (Topics: ReturnType<typeof topic>[], more = {}) =>
      await world.ses.send(new CreateContactListCommand({ ContactListName, Topics, ...more }));
    const cases: [call: Promise<unknown>, message: string][] = [
      [create([], { ContactListName: " " }), "ContactListName can't be blank."],
      [create([topic(" ")]), "TopicName can't be blank."],
      [
        create([topic("a", { DisplayName: "x".repeat(129) })]),
        "Topic DisplayName can contain up to <128> characters.",
      ],
      [create([topic("a"), topic("a")]), "Duplicate topic names are not allowed within a List."],
      [create([], { Description: "x".repeat(501) }), "List description can contain up to 500 characters."],
    ];
    for (const [call, message] of cases) await refused(call, "BadRequestException", 400, message);
    await create([topic("a", { DisplayName: "x".repeat(128) })], { Description: "x".repeat(500) });
  });
}

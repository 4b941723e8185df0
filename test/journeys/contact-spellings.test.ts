import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateContactCommand,
  CreateContactListCommand,
  CreateImportJobCommand,
  DeleteContactCommand,
  GetContactCommand,
  ListContactsCommand,
  SendBulkEmailCommand,
  SendEmailCommand,
  UpdateContactCommand,
} from "@aws-sdk/client-sesv2";
import { sql } from "kysely";
import { createTransport } from "nodemailer";
import { deriveSmtpPassword } from "#protocols/sigv4/smtp-password.ts";
import { engines } from "#test/support/engines.ts";
import { ObjectStorage } from "#test/support/object-storage.ts";
import { refused } from "#test/support/operation.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const ContactListName = "readers";
const makeList = new CreateContactListCommand({
  ContactListName,
  Topics: [{ TopicName: "news", DisplayName: "News", DefaultSubscriptionStatus: "OPT_IN" }],
});
const FromEmailAddress = "ann@lists.test";
const ListManagementOptions = { ContactListName, TopicName: "news" };

async function send(world: World, to: string): Promise<void> {
  await world.ses.send(
    new SendEmailCommand({
      FromEmailAddress,
      Destination: { ToAddresses: [to] },
      Content: { Simple: { Subject: { Data: "News" }, Body: { Text: { Data: "News!" } } } },
      ListManagementOptions,
    }),
  );
}

async function sendInBulk(world: World, to: string): Promise<void> {
  const Template = {
    TemplateContent: { Subject: "News", Text: "News!" },
    TemplateData: "{}",
    Headers: Object.entries(listField).map(([Name, Value]) => ({ Name, Value })),
  };
  await world.ses.send(
    new SendBulkEmailCommand({
      FromEmailAddress,
      DefaultContent: { Template },
      BulkEmailEntries: [{ Destination: { ToAddresses: [to] } }],
    }),
  );
}

const listField = { "X-SES-LIST-MANAGEMENT-OPTIONS": `${ContactListName}; topic=news` };

async function sendOverSmtp(world: World, to: string): Promise<void> {
  const { smtp, localKey } = world.app;
  assert.ok(localKey && smtp);
  const transport = createTransport({
    host: smtp.host,
    port: smtp.port,
    requireTLS: true,
    tls: { rejectUnauthorized: false },
    auth: { user: localKey.id, pass: deriveSmtpPassword(localKey.secret, "us-east-1") },
  });
  const mail = { from: FromEmailAddress, to, subject: "News", text: "News!" };
  await transport.sendMail({ ...mail, headers: listField });
}

/** How many messages reached somebody, whatever the spelling. */
async function received(world: World, part: string): Promise<number> {
  await world.settle();
  const { messages } = await world.plain<{ messages: { to: string[] }[] }>("GET", "/signet/v1/inbox");
  return messages.filter(({ to }) => JSON.stringify(to).toLowerCase().includes(part)).length;
}

async function addresses(world: World): Promise<(string | undefined)[] | undefined> {
  const { Contacts } = await world.ses.send(new ListContactsCommand({ ContactListName }));
  return Contacts?.map(({ EmailAddress }) => EmailAddress);
}

async function contact(world: World, EmailAddress: string) {
  return await world.ses.send(new GetContactCommand({ ContactListName, EmailAddress }));
}

for (const engine of engines) {
  test(`who left under one spelling of their domain is written to under no other, on ${engine}`, async () => {
    await using world = await World.start(engine);
    await verifiedDomain(world, "lists.test");
    await world.ses.send(makeList);
    await send(world, "bob@Readers.Example");
    const { source } = await world.inbox("bob@Readers.Example");
    const link = /^List-Unsubscribe:\s+<([^>]+)>/m.exec(source.replaceAll("\r\n ", ""))?.[1] ?? "";
    const click = { method: "POST", body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }) };
    assert.equal((await fetch(link, click)).status, 200);
    assert.deepEqual(await addresses(world), ["bob@Readers.Example"]);
    for (const to of ["bob@readers.example", "bob@READERS.example", "Bob <bob@Readers.example>"]) {
      await send(world, to);
      await sendInBulk(world, to);
      await sendOverSmtp(world, to);
    }
    assert.equal(await received(world, "bob@readers.example"), 1);
    // Local parts do know case: this is somebody else.
    await send(world, "Bob@readers.example");
    assert.equal(await received(world, "bob@readers.example"), 2);
    assert.deepEqual(await addresses(world), ["Bob@readers.example", "bob@Readers.Example"]);
  });

  test(`who left under the Unicode form of their domain is not written to under its A-labels, on ${engine}`, async () => {
    await using world = await World.start(engine);
    await verifiedDomain(world, "lists.test");
    await world.ses.send(makeList);
    await world.ses.send(
      new CreateContactCommand({
        ContactListName,
        EmailAddress: "eve@MÜNCHEN.example",
        UnsubscribeAll: true,
      }),
    );
    for (const to of ["eve@xn--mnchen-3ya.example", "eve@XN--Mnchen-3YA.example", "eve@münchen.example"]) {
      await send(world, to);
      await sendInBulk(world, to);
      await sendOverSmtp(world, to);
      assert.equal((await contact(world, to)).UnsubscribeAll, true);
    }
    assert.equal(await received(world, "eve@"), 0);
    assert.deepEqual(await addresses(world), ["eve@xn--mnchen-3ya.example"]);
  });

  test(`a contact is one under every spelling of its domain, and shown as it was given, on ${engine}`, async () => {
    await using world = await World.start(engine);
    await world.ses.send(makeList);
    const create = async (EmailAddress: string) =>
      await world.ses.send(new CreateContactCommand({ ContactListName, EmailAddress }));
    await create("ann@Shop.example");
    await create("Ann@shop.example");
    await refused(
      create("ann@shop.EXAMPLE"),
      "AlreadyExistsException",
      400,
      "ann@shop.EXAMPLE already exists in List.",
    );
    await world.ses.send(
      new UpdateContactCommand({
        ContactListName,
        EmailAddress: "ann@shop.example",
        TopicPreferences: [{ TopicName: "news", SubscriptionStatus: "OPT_OUT" }],
      }),
    );
    const seen = await contact(world, "ann@SHOP.example");
    assert.equal(seen.EmailAddress, "ann@Shop.example");
    assert.deepEqual(seen.TopicPreferences, [{ TopicName: "news", SubscriptionStatus: "OPT_OUT" }]);
    assert.deepEqual((await contact(world, "Ann@SHOP.example")).TopicPreferences, []);
    assert.deepEqual(await addresses(world), ["Ann@shop.example", "ann@Shop.example"]);
    await world.ses.send(new DeleteContactCommand({ ContactListName, EmailAddress: "ann@SHOP.example" }));
    assert.deepEqual(await addresses(world), ["Ann@shop.example"]);
    await refused(
      contact(world, "ann@Shop.example"),
      "NotFoundException",
      404,
      "ann@Shop.example doesn't exist in List.",
    );
  });

  test(`an import job finds contacts under every spelling of their domain, on ${engine}`, async () => {
    await using storage = await ObjectStorage.start();
    await using world = await World.start(engine, {
      settings: storage.settings("arn:aws:s3:::lists/*"),
    });
    await world.ses.send(makeList);
    const run = async (ContactListImportAction: "PUT" | "DELETE", content: string) => {
      storage.objects.set("lists/contacts.csv", content);
      await world.ses.send(
        new CreateImportJobCommand({
          ImportDestination: { ContactListDestination: { ContactListName, ContactListImportAction } },
          ImportDataSource: { S3Url: "s3://lists/contacts.csv", DataFormat: "CSV" },
        }),
      );
      await world.settle();
    };
    await run("PUT", "emailAddress,unsubscribeAll\nann@Shop.example,false\nbob@MÜNCHEN.example,true\n");
    assert.equal((await contact(world, "bob@xn--mnchen-3ya.example")).UnsubscribeAll, true);
    await run("PUT", "emailAddress,unsubscribeAll\nann@SHOP.example,true\n");
    assert.equal((await contact(world, "ann@Shop.example")).UnsubscribeAll, true);
    assert.deepEqual(await addresses(world), ["ann@Shop.example", "bob@xn--mnchen-3ya.example"]);
    await run("DELETE", "emailAddress\nann@shop.example\nbob@münchen.EXAMPLE\n");
    assert.deepEqual(await addresses(world), []);
  });

  test(`contacts from before are one for all spellings; who left under any has left, on ${engine}`, async () => {
    await using world = await World.start(engine);
    await verifiedDomain(world, "lists.test");
    await world.ses.send(makeList);
    {
      await using database = await world.openDatabase();
      const beforeIt = [
        sql`drop index contacts_in_any_case`,
        sql`delete from schema_migrations where name = '0072-contacts-in-any-case'`,
        ...[
          // address, what it said, whether it left all, attributes, age
          ["all@shop.example", "{}", 0, "new", 5],
          ["all@Shop.example", '{"news":"OPT_IN"}', 1, "old", 2],
          ["all@SHOP.example", "{}", 0, null, 1],
          ["All@SHOP.example", "{}", 0, null, 1],
          ["topic@shop.example", '{"news":"OPT_IN"}', 0, null, 2],
          ["topic@Shop.example", '{"news":"OPT_OUT"}', 0, null, 1],
          ["eve@münchen.example", "{}", 1, null, 1],
          ["eve@xn--mnchen-3ya.example", "{}", 0, null, 2],
          ["eve@xn--Mnchen-3ya.example", "{}", 0, null, 3],
          ["sole@MÜNCHEN.example", '{"news":"OPT_OUT"}', 0, null, 1],
          ["in@shop.example", '{"news":"OPT_IN"}', 0, null, 1],
          ["in@Shop.example", "{}", 0, null, 2],
          ["Alone@Shop.example", "{}", 1, null, 1],
          ['"a@B"@Shop.example', "{}", 1, null, 1],
          ['"a@b"@shop.example', "{}", 0, null, 1],
        ].map(
          ([address, preferences, left, attributes, age]) =>
            sql`insert into contacts values ('000000000000', 'us-east-1', 'readers', ${address},
              ${preferences}, ${left}, ${attributes}, ${age}, ${age})`,
        ),
      ];
      await database.write(beforeIt.map((statement) => ({ query: statement.compile(database.build) })));
    }
    await world.restart();
    assert.deepEqual(await addresses(world), [
      '"a@B"@Shop.example',
      '"a@b"@shop.example',
      "All@SHOP.example",
      "Alone@Shop.example",
      "all@Shop.example",
      "eve@xn--mnchen-3ya.example",
      "in@shop.example",
      "sole@xn--mnchen-3ya.example",
      "topic@Shop.example",
    ]);
    const { UnsubscribeAll, TopicPreferences, AttributesData, CreatedTimestamp, LastUpdatedTimestamp } =
      await contact(world, "all@shop.example");
    assert.deepEqual(
      [UnsubscribeAll, TopicPreferences?.[0]?.SubscriptionStatus, AttributesData],
      [true, "OPT_IN", "new"],
    );
    assert.deepEqual([CreatedTimestamp?.getTime(), LastUpdatedTimestamp?.getTime()], [1, 5]);
    for (const to of ["all@shop.example", "topic@shop.example", "eve@xn--mnchen-3ya.example"]) {
      await send(world, to);
    }
    await send(world, "sole@münchen.example");
    assert.equal(await received(world, "example"), 0);
    await send(world, "in@shop.example");
    await send(world, "All@shop.example");
    await send(world, '"a@b"@SHOP.example');
    assert.equal(await received(world, "example"), 3);
  });

  test(`two spellings that were added at the same moment are heeded as one, on ${engine}`, async () => {
    await using world = await World.start(engine);
    await verifiedDomain(world, "lists.test");
    await world.ses.send(makeList);
    await send(world, "bob@shop.example");
    await using database = await world.openDatabase();
    const left = sql`insert into contacts values ('000000000000', 'us-east-1', 'readers', 'bob@Shop.example',
      '{"news":"OPT_OUT"}', 0, null, 1, 1)`;
    await database.write([{ query: left.compile(database.build) }]);
    await send(world, "bob@shop.example");
    assert.equal(await received(world, "bob@"), 1);
    await world.ses.send(
      new UpdateContactCommand({
        ContactListName,
        EmailAddress: "bob@shop.example",
        TopicPreferences: [{ TopicName: "news", SubscriptionStatus: "OPT_IN" }],
      }),
    );
    await send(world, "bob@shop.example");
    assert.equal(await received(world, "bob@"), 2);
    await world.ses.send(new DeleteContactCommand({ ContactListName, EmailAddress: "bob@shop.example" }));
    assert.deepEqual(await addresses(world), []);
  });
}

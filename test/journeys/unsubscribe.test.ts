import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  CreateContactCommand,
  CreateContactListCommand,
  DeleteContactCommand,
  DeleteContactListCommand,
  GetContactCommand,
  GetContactListCommand,
  GetMessageInsightsCommand,
  ListContactsCommand,
  SendEmailCommand,
  UpdateContactCommand,
  UpdateContactListCommand,
} from "@aws-sdk/client-sesv2";
import { minuteMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { refused } from "#test/support/operation.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const ContactListName = "readers";
const topics = [
  { TopicName: "news", DisplayName: "News", DefaultSubscriptionStatus: "OPT_IN" as const },
  { TopicName: "offers", DisplayName: "Offers", DefaultSubscriptionStatus: "OPT_OUT" as const },
];

async function send(world: World, to: string, TopicName?: string): Promise<string> {
  const { MessageId = "" } = await world.ses.send(
    new SendEmailCommand({
      FromEmailAddress: "ann@lists.test",
      Destination: { ToAddresses: [to] },
      Content: {
        Simple: {
          Subject: { Data: "News" },
          Body: { Text: { Data: "News! Enough? {{amazonSESUnsubscribeUrl}}\n" } },
        },
      },
      ListManagementOptions: { ContactListName, ...(TopicName === undefined ? {} : { TopicName }) },
    }),
  );
  await world.settle();
  return MessageId;
}

async function linkIn(world: World, to: string): Promise<string> {
  const { source, text } = await world.inbox(to);
  assert.match(source, /^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m);
  const link = /^List-Unsubscribe:\s+<([^>]+)>/m.exec(source.replaceAll("\r\n ", ""))?.[1] ?? "";
  assert.ok(text.includes(link), "the link stands in the text");
  return link;
}

for (const engine of engines) {
  describe(`unsubscribing on ${engine}`, () => {
    test("one click is out of the topic; the next message of it is withheld, and that is told", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "lists.test");
      await world.ses.send(new CreateContactListCommand({ ContactListName, Topics: topics }));
      await send(world, "bob@readers.example", "news");
      const link = await linkIn(world, "bob@readers.example");
      const contact = async () =>
        await world.ses.send(new GetContactCommand({ ContactListName, EmailAddress: "bob@readers.example" }));
      assert.equal((await fetch(link, { method: "HEAD" })).status, 200);
      const page = await fetch(link);
      assert.match(await page.text(), /News[^]*Offers[^]*bob@readers|bob@readers[^]*News[^]*Offers/);
      assert.deepEqual((await contact()).TopicPreferences, []);
      const click = { method: "POST", body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }) };
      assert.equal((await fetch(`${link}x`, click)).status, 404);
      assert.equal((await fetch(link, click)).status, 200);
      assert.deepEqual((await contact()).TopicPreferences, [
        { TopicName: "news", SubscriptionStatus: "OPT_OUT" },
      ]);
      const MessageId = await send(world, "bob@readers.example", "news");
      const { Insights } = await world.ses.send(new GetMessageInsightsCommand({ MessageId }));
      assert.deepEqual(
        Insights?.[0]?.Events?.map(({ Type, Details }) => [Type, Details?.Bounce?.BounceSubType]),
        [
          ["SEND", undefined],
          ["BOUNCE", "UnsubscribedRecipient"],
        ],
      );
      const { messages } = await world.plain<{ messages: unknown[] }>(
        "GET",
        "/signet/v1/inbox?to=bob@readers.example",
      );
      assert.equal(messages.length, 1);
      await send(world, "bob@readers.example");
      const form = new URLSearchParams([
        ["chosen", "yes"],
        ["topic", "offers"],
        ["all", "yes"],
      ]);
      assert.equal(
        (await fetch(await linkIn(world, "bob@readers.example"), { method: "POST", body: form })).status,
        200,
      );
      const chosen = await contact();
      assert.equal(chosen.UnsubscribeAll, true);
      assert.deepEqual(
        chosen.TopicPreferences?.map(({ TopicName, SubscriptionStatus }) => [TopicName, SubscriptionStatus]),
        [
          ["news", "OPT_OUT"],
          ["offers", "OPT_IN"],
        ],
      );
      // Whoever posts something else has chosen nothing.
      for (const body of ["", "{}", new URLSearchParams({ "list-unsubscribe": "one-click" })]) {
        const posted = await fetch(await linkIn(world, "bob@readers.example"), { method: "POST", body });
        assert.equal(posted.status, 400);
      }
      const afterwards = await contact();
      assert.deepEqual(
        [afterwards.UnsubscribeAll, afterwards.TopicPreferences],
        [chosen.UnsubscribeAll, chosen.TopicPreferences],
      );
    });

    test("a list without topics is left with one press, and its page says what holds now", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "lists.test");
      await world.ses.send(new CreateContactListCommand({ ContactListName }));
      await send(world, "bob@readers.example");
      const link = await linkIn(world, "bob@readers.example");
      /** Presses the page's only button, as a browser would. */
      const press = async (button: string) => {
        const shown = await (await fetch(link)).text();
        assert.doesNotMatch(shown, /checkbox/);
        assert.match(shown, new RegExp(`<button type="submit">${button}</button>`));
        const hidden = [...shown.matchAll(/<input type="hidden" name="(\w+)" value="(\w+)">/g)];
        const body = new URLSearchParams(hidden.map(([, name = "", value = ""]) => [name, value]));
        return await (await fetch(link, { method: "POST", body })).text();
      };
      const isOut = async () =>
        (
          await world.ses.send(
            new GetContactCommand({ ContactListName, EmailAddress: "bob@readers.example" }),
          )
        ).UnsubscribeAll;
      assert.match(await press("Unsubscribe"), /You are unsubscribed[^]*bob@readers\.example/);
      assert.equal(await isOut(), true);
      assert.match(await press("Subscribe again"), /You are subscribed/);
      assert.equal(await isOut(), false);
    });

    test("who has chosen among topics is told what holds now", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "lists.test");
      await world.ses.send(new CreateContactListCommand({ ContactListName, Topics: topics }));
      await send(world, "bob@readers.example", "news");
      const link = await linkIn(world, "bob@readers.example");
      const choose = async (...chosen: string[][]) => {
        const body = new URLSearchParams([["chosen", "yes"], ...chosen]);
        return await (await fetch(link, { method: "POST", body })).text();
      };
      assert.match(await choose(["topic", "offers"]), /bob@readers\.example gets: <bdi>Offers<\/bdi>\./);
      assert.match(await choose(), /None of it is sent to bob@readers\.example\./);
      assert.match(await choose(["topic", "offers"], ["all", "yes"]), /You are unsubscribed/);
    });

    test("whoever posts to a link without end tells of no more than changes, and of few of them", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "lists.test");
      await world.ses.send(new CreateContactListCommand({ ContactListName, Topics: topics }));
      const id = await send(world, "bob@readers.example", "news");
      const link = await linkIn(world, "bob@readers.example");
      const post = async (body: URLSearchParams) => (await fetch(link, { method: "POST", body })).status;
      const told = async () => {
        const { events } = await world.plain<{ events: { type: string }[] }>(
          "GET",
          `/signet/v1/messages/${id}`,
        );
        return events.filter(({ type }) => type === "Subscription").length;
      };
      const click = new URLSearchParams({ "List-Unsubscribe": "One-Click" });
      for (let n = 0; n < 5; n += 1) assert.equal(await post(click), 200);
      assert.equal(await told(), 1);
      const answers = [];
      for (let n = 0; n < 40; n += 1) {
        const all = n % 2 === 0 ? [["all", "yes"]] : [];
        answers.push(await post(new URLSearchParams([["chosen", "yes"], ...all])));
      }
      assert.deepEqual([answers[0], answers.at(-1)], [200, 429]);
      const refused = await fetch(link, { method: "POST", body: new URLSearchParams([["chosen", "yes"]]) });
      assert.match(refused.headers.get("content-type") ?? "", /^text\/html/, "a person is told by a page");
      assert.match(await refused.text(), /Nothing was changed[^]*Try again in a minute/);
      assert.ok((await told()) <= 31);
      await world.pass(minuteMs);
      assert.equal(await post(click), 200);
    });

    test("one click in an older message does not bring back who has left everything since", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "lists.test");
      await world.ses.send(new CreateContactListCommand({ ContactListName, Topics: topics }));
      const EmailAddress = "bob@readers.example";
      await send(world, EmailAddress, "news");
      const older = await linkIn(world, EmailAddress);
      await world.ses.send(new UpdateContactCommand({ ContactListName, EmailAddress, UnsubscribeAll: true }));
      const click = { method: "POST", body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }) };
      assert.equal((await fetch(older, click)).status, 200);
      const contact = await world.ses.send(new GetContactCommand({ ContactListName, EmailAddress }));
      assert.deepEqual(contact.TopicPreferences, [{ TopicName: "news", SubscriptionStatus: "OPT_OUT" }]);
      assert.equal(contact.UnsubscribeAll, true);
    });

    test("lists and contacts are made, shown, changed, filtered and deleted, and refused in SES's words", async () => {
      await using world = await World.start(engine);
      const client = world.ses;
      const create = async (name: string) =>
        await client.send(new CreateContactListCommand({ ContactListName: name, Topics: topics }));
      await refused(
        create("no name"),
        "BadRequestException",
        400,
        "ContactListName can contain up to 64 characters. Only alphanumeric characters, underscores(_) and hyphens(-) are allowed.",
      );
      await create(ContactListName);
      await refused(create("other"), "BadRequestException", 400, "A maximum of 1 Lists allowed per account.");
      const shown = await client.send(new GetContactListCommand({ ContactListName }));
      assert.deepEqual(shown.Topics, topics);
      await refused(
        client.send(new GetContactListCommand({ ContactListName: "other" })),
        "NotFoundException",
        404,
        "List with name: other doesn't exist.",
      );
      const add = async (
        EmailAddress: string,
        TopicPreferences: CreateContactCommand["input"]["TopicPreferences"],
      ) => await client.send(new CreateContactCommand({ ContactListName, EmailAddress, TopicPreferences }));
      await add("in@readers.example", [{ TopicName: "offers", SubscriptionStatus: "OPT_IN" }]);
      await add("out@readers.example", [{ TopicName: "news", SubscriptionStatus: "OPT_OUT" }]);
      await add("silent@readers.example", []);
      await refused(
        add("in@readers.example", []),
        "AlreadyExistsException",
        400,
        "in@readers.example already exists in List.",
      );
      await refused(
        add("x@readers.example", [{ TopicName: "absent", SubscriptionStatus: "OPT_IN" }]),
        "BadRequestException",
        400,
        "List: readers doesn't contain Topic: absent",
      );
      const listed = async (Filter?: ListContactsCommand["input"]["Filter"]) =>
        (await client.send(new ListContactsCommand({ ContactListName, Filter }))).Contacts?.map(
          ({ EmailAddress }) => EmailAddress,
        );
      assert.equal((await listed())?.length, 3);
      assert.deepEqual(await listed({ FilteredStatus: "OPT_IN", TopicFilter: { TopicName: "offers" } }), [
        "in@readers.example",
      ]);
      const TopicFilter = { TopicName: "news", UseDefaultIfPreferenceUnavailable: true };
      assert.deepEqual(await listed({ FilteredStatus: "OPT_IN", TopicFilter }), [
        "in@readers.example",
        "silent@readers.example",
      ]);
      const EmailAddress = "in@readers.example";
      await client.send(
        new UpdateContactCommand({
          ContactListName,
          EmailAddress,
          TopicPreferences: [{ TopicName: "news", SubscriptionStatus: "OPT_OUT" }],
          AttributesData: "{}",
        }),
      );
      const contact = await client.send(new GetContactCommand({ ContactListName, EmailAddress }));
      assert.deepEqual([contact.TopicPreferences?.length, contact.AttributesData], [2, "{}"]);
      await client.send(new DeleteContactCommand({ ContactListName, EmailAddress }));
      await refused(
        client.send(new GetContactCommand({ ContactListName, EmailAddress })),
        "NotFoundException",
        404,
        "in@readers.example doesn't exist in List.",
      );
      await client.send(new UpdateContactListCommand({ ContactListName, Description: "All of them" }));
      assert.deepEqual((await client.send(new GetContactListCommand({ ContactListName }))).Topics, []);
      await client.send(new DeleteContactListCommand({ ContactListName }));
      await create("other");
    });
  });
}

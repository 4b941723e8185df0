import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  CreateConfigurationSetCommand,
  CreateConfigurationSetEventDestinationCommand,
  DeleteConfigurationSetCommand,
  DeleteConfigurationSetEventDestinationCommand,
  type EventType,
  GetConfigurationSetEventDestinationsCommand,
  GetMessageInsightsCommand,
  SendEmailCommand,
  UpdateConfigurationSetEventDestinationCommand,
} from "@aws-sdk/client-sesv2";
import { hourMs, minuteMs, secondMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { refused } from "#test/support/operation.ts";
import { TopicSubscriber } from "#test/support/topic-subscriber.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const set = "watched";
const allTypes: EventType[] = ["SEND", "DELIVERY", "BOUNCE", "COMPLAINT", "REJECT", "RENDERING_FAILURE"];

async function topicFor(world: World, subscriber: TopicSubscriber, name: string): Promise<string> {
  const { arn } = await world.plain<{ arn: string }>("POST", "/signet/v1/topics", { name });
  const subscribed = await world.plain<{ endpoint_answered: string }>(
    "POST",
    `/signet/v1/topics/${name}/subscriptions`,
    { endpoint: subscriber.url },
  );
  assert.equal(subscribed.endpoint_answered, "200");
  return arn;
}

async function watch(world: World, TopicArn: string, name = "all", types = allTypes): Promise<void> {
  await world.ses.send(
    new CreateConfigurationSetEventDestinationCommand({
      ConfigurationSetName: set,
      EventDestinationName: name,
      EventDestination: { Enabled: true, MatchingEventTypes: types, SnsDestination: { TopicArn } },
    }),
  );
  // What others were told a second ago may still hold.
  await world.leap(2 * secondMs);
}

async function send(world: World, to: string): Promise<string> {
  const { MessageId = "" } = await world.ses.send(
    new SendEmailCommand({
      FromEmailAddress: '"Ann" <ann@sender.test>',
      Destination: { ToAddresses: [to] },
      Content: { Simple: { Subject: { Data: "Grüße" }, Body: { Text: { Data: "Hello,\n" } } } },
      ConfigurationSetName: set,
      EmailTags: [{ Name: "campaign", Value: "spring" }],
    }),
  );
  await world.settle();
  return MessageId;
}

async function newWorld(engine: (typeof engines)[number]): Promise<World> {
  const world = await World.start(engine);
  await verifiedDomain(world, "sender.test");
  await world.ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: set }));
  return world;
}

for (const engine of engines) {
  describe(`events on ${engine}`, () => {
    test("what becomes of a message is told in SES's words, in order, and can be asked for", async () => {
      await using world = await newWorld(engine);
      await using subscriber = await TopicSubscriber.start();
      await watch(world, await topicFor(world, subscriber, "mail"));
      assert.equal(
        subscriber.notifications.at(-1)?.Message,
        "Successfully validated SNS topic for Amazon SES event publishing.",
      );
      const MessageId = await send(world, "success@simulator.amazonses.com");
      assert.deepEqual(
        subscriber.records.map(({ eventType }) => eventType),
        ["Send", "Delivery"],
      );
      const [sent, delivered] = subscriber.records;
      assert.ok(sent);
      const { timestamp, headers, ...mail } = sent["mail"] as Record<string, unknown>;
      assert.ok(typeof timestamp === "string" && Array.isArray(headers));
      assert.deepEqual(sent["send"], {});
      assert.deepEqual(mail, {
        source: '"Ann" <ann@sender.test>',
        sourceArn: "arn:aws:ses:us-east-1:000000000000:identity/sender.test",
        sendingAccountId: "000000000000",
        messageId: MessageId,
        destination: ["success@simulator.amazonses.com"],
        headersTruncated: false,
        commonHeaders: {
          from: ['"Ann" <ann@sender.test>'],
          to: ["success@simulator.amazonses.com"],
          date: (mail["commonHeaders"] as { date: string }).date,
          messageId: MessageId,
          subject: "Grüße",
        },
        tags: {
          "ses:operation": ["SendEmail"],
          "ses:configuration-set": [set],
          "ses:source-ip": ["127.0.0.1"],
          "ses:from-domain": ["sender.test"],
          "ses:caller-identity": [world.app.localKey?.id],
          campaign: ["spring"],
        },
      });
      const delivery = delivered?.["delivery"] as Record<string, unknown>;
      assert.deepEqual(delivery["recipients"], ["success@simulator.amazonses.com"]);
      assert.match(String(delivery["smtpResponse"]), /^250 /);
      assert.equal(delivery["reportingMTA"], "signet.localhost", "who sent it, not who took it");

      const insights = await world.ses.send(new GetMessageInsightsCommand({ MessageId }));
      assert.equal(insights.Subject, "Grüße");
      assert.deepEqual(
        insights.Insights?.[0]?.Events?.map(({ Type }) => Type),
        ["SEND", "DELIVERY"],
      );
      await refused(
        world.ses.send(new GetMessageInsightsCommand({ MessageId: "absent" })),
        "NotFoundException",
        404,
        "Message absent does not exist.",
      );
    });

    test("a bounce and a complaint of the simulator are told", async () => {
      await using world = await newWorld(engine);
      await using subscriber = await TopicSubscriber.start();
      await watch(world, await topicFor(world, subscriber, "mail"), "failures", ["BOUNCE", "COMPLAINT"]);
      await send(world, "bounce@simulator.amazonses.com");
      await send(world, "complaint+x@simulator.amazonses.com");
      await send(world, "suppressionlist@simulator.amazonses.com");
      const [bounce, complaint, suppressed] = subscriber.records;
      const bounced = bounce?.["bounce"] as Record<string, unknown>;
      assert.deepEqual([bounced["bounceType"], bounced["bounceSubType"]], ["Permanent", "General"]);
      assert.deepEqual(bounced["bouncedRecipients"], [
        {
          emailAddress: "bounce@simulator.amazonses.com",
          action: "failed",
          status: "5.1.1",
          diagnosticCode: "smtp; 550 5.1.1 user unknown",
        },
      ]);
      const complained = complaint?.["complaint"] as Record<string, unknown>;
      assert.equal(complained["complaintFeedbackType"], "abuse");
      const listed = suppressed?.["bounce"] as Record<string, unknown>;
      assert.equal(listed["bounceSubType"], "Suppressed");
    });

    test("an endpoint that fails is told later, all in order, and holds up no other", async () => {
      await using world = await newWorld(engine);
      await using healthy = await TopicSubscriber.start();
      await using failing = await TopicSubscriber.start();
      await watch(world, await topicFor(world, healthy, "healthy"), "healthy");
      await watch(world, await topicFor(world, failing, "failing"), "failing");
      failing.answer = () => 302;
      for (let number = 0; number < 3; number++)
        await send(world, `success+${number}@simulator.amazonses.com`);
      assert.equal(healthy.records.length, 6);
      assert.equal(failing.records.length, 0);
      failing.answer = () => 200;
      await world.pass(hourMs);
      assert.equal(failing.records.length, 6);
      for (let number = 0; number < 3; number++) {
        const ofOne = failing.records.filter(
          (record) =>
            (record["mail"] as { destination: string[] }).destination[0]?.includes(`+${number}`) ?? false,
        );
        assert.deepEqual(
          ofOne.map(({ eventType }) => eventType),
          ["Send", "Delivery"],
        );
      }
    });

    test("who unsubscribes, and a set without destinations, is told nothing more", async () => {
      await using world = await newWorld(engine);
      await using subscriber = await TopicSubscriber.start();
      await watch(world, await topicFor(world, subscriber, "mail"));
      await fetch(subscriber.notifications.at(-1)?.UnsubscribeURL ?? "");
      await world.leap(2 * minuteMs);
      await send(world, "success@simulator.amazonses.com");
      assert.equal(subscriber.records.length, 0);
    });

    test("opens and clicks are told, and a link leads where it meant to and nowhere else", async () => {
      await using world = await newWorld(engine);
      await using subscriber = await TopicSubscriber.start();
      const types: EventType[] = ["OPEN", "CLICK"];
      await watch(world, await topicFor(world, subscriber, "mail"), "engagement", types);
      const Html = {
        Data: '<body><a href="https://shop.example/?a=1&amp;b=2" ses:tags="place:top">Shop</a></body>',
      };
      await world.ses.send(
        new SendEmailCommand({
          FromEmailAddress: "ann@sender.test",
          Destination: { ToAddresses: ["bob@tracked.example"] },
          Content: { Simple: { Subject: { Data: "Shop" }, Body: { Html } } },
          ConfigurationSetName: set,
        }),
      );
      const { html } = await world.inbox("bob@tracked.example");
      const link = /href="([^"]+)"/.exec(html)?.[1] ?? "";
      const picture = /<img src="([^"]+)"/.exec(html)?.[1] ?? "";
      const headers = { "user-agent": "Mozilla/5.0" };
      await fetch(link, { method: "HEAD", headers });
      const followed = await fetch(link, { redirect: "manual", headers });
      assert.deepEqual(
        [followed.status, followed.headers.get("location")],
        [302, "https://shop.example/?a=1&b=2"],
      );
      assert.equal((await fetch(`${link}x`, { redirect: "manual" })).status, 404);
      assert.equal((await fetch(picture, { headers })).headers.get("content-type"), "image/gif");
      await world.settle();
      const [click, open, ...others] = subscriber.records;
      assert.equal(others.length, 0);
      assert.ok(click && open);
      const { timestamp: _, ...clicked } = click["click"] as Record<string, unknown>;
      assert.deepEqual(clicked, {
        ipAddress: "127.0.0.1",
        userAgent: "Mozilla/5.0",
        isBotEvent: "Unlikely",
        link: "https://shop.example/?a=1&b=2",
        linkTags: { place: ["top"] },
      });
      assert.equal((open["open"] as Record<string, unknown>)["ipAddress"], "127.0.0.1");
    });

    test("an endpoint at a reserved address is not contacted", async () => {
      await using world = await World.start(engine);
      await world.plain("POST", "/signet/v1/topics", { name: "inward" });
      const answered = await world.plain<{ endpoint_answered: string }>(
        "POST",
        "/signet/v1/topics/inward/subscriptions",
        { endpoint: "http://10.0.0.1/events" },
      );
      assert.match(answered.endpoint_answered, /10\.0\.0\.1 is not contacted: .*SIGNET_PRIVATE_NETWORKS/);
    });

    test("event destinations are made, shown, changed and deleted, and refused in SES's words", async () => {
      await using world = await newWorld(engine);
      await using subscriber = await TopicSubscriber.start();
      const TopicArn = await topicFor(world, subscriber, "mail");
      await watch(world, TopicArn, "one", ["BOUNCE"]);
      const list = async () =>
        (await world.ses.send(new GetConfigurationSetEventDestinationsCommand({ ConfigurationSetName: set })))
          .EventDestinations;
      const definition = {
        Enabled: true,
        MatchingEventTypes: ["BOUNCE" as const],
        SnsDestination: { TopicArn },
      };
      assert.deepEqual(await list(), [{ Name: "one", ...definition }]);
      const at = { ConfigurationSetName: set, EventDestinationName: "one" };
      await world.ses.send(
        new UpdateConfigurationSetEventDestinationCommand({
          ...at,
          EventDestination: { ...definition, Enabled: false },
        }),
      );
      assert.equal((await list())?.[0]?.Enabled, false);
      const create = (EventDestination: object, EventDestinationName = "two") =>
        world.ses.send(
          new CreateConfigurationSetEventDestinationCommand({
            ...at,
            EventDestinationName,
            EventDestination,
          }),
        );
      await refused(
        create(definition, "one"),
        "AlreadyExistsException",
        400,
        `An event destination with name <one> already exists for configuration set <${set}>.`,
      );
      const bad = async (EventDestination: object, message: string) =>
        await refused(create(EventDestination), "BadRequestException", 400, message);
      await bad({ ...definition, MatchingEventTypes: [] }, "At least one event type must be specified.");
      await bad({ MatchingEventTypes: ["BOUNCE"] }, "Event destination is not provided.");
      const absent = `${TopicArn}x`;
      await bad({ ...definition, SnsDestination: { TopicArn: absent } }, `SNS topic <${absent}> not found.`);
      await world.ses.send(new DeleteConfigurationSetEventDestinationCommand(at));
      await refused(
        world.ses.send(new DeleteConfigurationSetEventDestinationCommand(at)),
        "NotFoundException",
        404,
        `An event destination with name <one> does not exist for configuration set <${set}>.`,
      );
      await create(definition);
      await world.ses.send(new DeleteConfigurationSetCommand({ ConfigurationSetName: set }));
      await world.ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: set }));
      assert.deepEqual(await list(), []);
    });
  });
}

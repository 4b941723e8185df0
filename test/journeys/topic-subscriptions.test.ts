import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  CreateConfigurationSetCommand,
  CreateConfigurationSetEventDestinationCommand,
  SendEmailCommand,
} from "@aws-sdk/client-sesv2";
import { dayMs, hourMs, secondMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { TopicSubscriber } from "#test/support/topic-subscriber.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { WebhookReceiver } from "#test/support/webhook-receiver.ts";
import { World } from "#test/support/world.ts";

interface Subscribed {
  readonly id: string;
  readonly state: string;
  readonly endpoint_answered: string | null;
}

const path = "/signet/v1/topics/mail/subscriptions";

async function newTopic(engine: (typeof engines)[number]) {
  const world = await World.start(engine);
  const { arn } = await world.plain<{ arn: string }>("POST", "/signet/v1/topics", { name: "mail" });
  const subscribe = async (endpoint: string) => await world.plain<Subscribed>("POST", path, { endpoint });
  const subscriptions = async () =>
    (await world.plain<{ subscriptions: readonly Subscribed[] }>("GET", path)).subscriptions;
  return { world, arn, subscribe, subscriptions };
}

/** The links that somebody was sent to confirm with. */
function linksTo({ posted }: WebhookReceiver): string[] {
  return posted.map(({ body }) => (JSON.parse(body) as { SubscribeURL: string }).SubscribeURL);
}

for (const engine of engines) {
  describe(`subscriptions to a topic, on ${engine}`, () => {
    test("what was not taken comes again as the same message, by which subscribers know it", async () => {
      const { world: opened, arn: TopicArn, subscribe } = await newTopic(engine);
      await using world = opened;
      await using subscriber = await TopicSubscriber.start();
      await verifiedDomain(world, "sender.test");
      await subscribe(subscriber.url);
      await world.ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: "watched" }));
      await world.ses.send(
        new CreateConfigurationSetEventDestinationCommand({
          ConfigurationSetName: "watched",
          EventDestinationName: "all",
          EventDestination: { Enabled: true, MatchingEventTypes: ["SEND"], SnsDestination: { TopicArn } },
        }),
      );
      await world.leap(2 * secondMs);
      subscriber.answer = () => 500;
      await world.ses.send(
        new SendEmailCommand({
          FromEmailAddress: "ann@sender.test",
          Destination: { ToAddresses: ["bob@example.com"] },
          Content: { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello,\n" } } } },
          ConfigurationSetName: "watched",
        }),
      );
      await world.settle();
      const [first] = subscriber.refused;
      assert.ok(first);
      subscriber.answer = () => 200;
      await world.leap(hourMs);
      const taken = subscriber.notifications.at(-1);
      assert.deepEqual(
        [taken?.MessageId, taken?.Timestamp, taken?.Message],
        [first.MessageId, first.Timestamp, first.Message],
      );
      assert.match(first.MessageId, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    });

    test("an endpoint subscribes once, and a topic has its most, also when all ask at once", async () => {
      const { world: opened, subscribe, subscriptions } = await newTopic(engine);
      await using world = opened;
      await using receiver = await WebhookReceiver.start();
      const ids = async () => (await subscriptions()).map(({ id }) => id);
      for (let round = 0; round < 2; round++) {
        const asked = await Promise.all(Array.from({ length: 6 }, async () => await subscribe(receiver.url)));
        const [id, ...others] = await ids();
        assert.deepEqual(others, []);
        assert.ok(asked.some((one) => one.id === id));
      }
      const answers = await Promise.all(linksTo(receiver).map(async (link) => (await fetch(link)).status));
      assert.equal(answers.length, 12);
      assert.equal(answers.filter((status) => status === 200).length, 1);
      const many = Array.from({ length: 104 }, (_, at) => ({ endpoint: `${receiver.url}?${at}` }));
      const all = await Promise.all(many.map(async (body) => (await world.call("POST", path, body)).status));
      assert.equal(all.filter((status) => status < 300).length, 99);
      assert.equal((await ids()).length, 100);
    });

    test("an endpoint subscribes once, however often that is asked for", async () => {
      const { world: opened, subscribe, subscriptions } = await newTopic(engine);
      await using world = opened;
      await using subscriber = await TopicSubscriber.start();
      const first = await subscribe(subscriber.url);
      const again = await subscribe(subscriber.url);
      assert.deepEqual([again.id, again.state, again.endpoint_answered], [first.id, "confirmed", null]);
      assert.equal(subscriber.notifications.length, 1);
      await using other = await WebhookReceiver.start();
      await subscribe(other.url);
      await subscribe(other.url);
      assert.equal((await subscriptions()).length, 2);
      const [former = "", latter = ""] = linksTo(other);
      assert.equal((await fetch(former)).status, 404);
      assert.equal((await fetch(latter)).status, 200);
      assert.deepEqual(
        (await subscriptions()).map(({ state }) => state),
        ["confirmed", "confirmed"],
      );
      assert.equal(world.app.httpUrl, new URL(latter).origin);
    });

    test("a link that confirms is good for two days, and tells of no other subscription", async () => {
      const { world: opened, subscribe, subscriptions } = await newTopic(engine);
      await using world = opened;
      await using receiver = await WebhookReceiver.start();
      await subscribe(receiver.url);
      const [link = ""] = linksTo(receiver);
      assert.equal((await fetch(`${link.slice(0, -1)}${link.endsWith("A") ? "E" : "A"}`)).status, 404);
      world.clock.advance(2 * dayMs);
      assert.equal((await fetch(link)).status, 404);
      assert.deepEqual(
        (await subscriptions()).map(({ state }) => state),
        ["pending confirmation"],
      );
    });

    test("a topic has a hundred subscriptions at most", async () => {
      const { world: opened, subscribe } = await newTopic(engine);
      await using _ = opened;
      await using receiver = await WebhookReceiver.start();
      for (let at = 0; at < 100; at++) await subscribe(`${receiver.url}?${at}`);
      await assert.rejects(subscribe(`${receiver.url}?100`), /A topic has at most 100 subscriptions/);
      await subscribe(`${receiver.url}?99`);
    });
  });
}

// The calls of the older API of SES (2010-12-01) that are about configuration sets, as its own client calls them.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as older from "@aws-sdk/client-ses";
import {
  GetAccountCommand,
  GetConfigurationSetCommand,
  GetConfigurationSetEventDestinationsCommand,
  PutConfigurationSetDeliveryOptionsCommand,
} from "@aws-sdk/client-sesv2";
import { type Engine, engines } from "#test/support/engines.ts";
import { olderClient } from "#test/support/older-client.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const ConfigurationSetName = "news";
const everything: older.ConfigurationSetAttribute[] = [
  "eventDestinations",
  "trackingOptions",
  "deliveryOptions",
  "reputationOptions",
];

async function newScene(engine: Engine) {
  const world = await World.start(engine);
  const ses = olderClient(world);
  await ses.send(new older.CreateConfigurationSetCommand({ ConfigurationSet: { Name: "news" } }));
  return { world, ses, [Symbol.asyncDispose]: async () => await world[Symbol.asyncDispose]() };
}

async function described(ses: older.SESClient, names = everything) {
  const { $metadata: _answer, ...set } = await ses.send(
    new older.DescribeConfigurationSetCommand({
      ConfigurationSetName,
      ConfigurationSetAttributeNames: names,
    }),
  );
  return set;
}

for (const engine of engines) {
  describe(`configuration sets by the older API of SES, on ${engine}`, () => {
    test("a set is made, listed, described as far as is asked, and deleted", async () => {
      await using scene = await newScene(engine);
      const { world, ses } = scene;
      await ses.send(new older.CreateConfigurationSetCommand({ ConfigurationSet: { Name: "mail" } }));
      const first = await ses.send(new older.ListConfigurationSetsCommand({ MaxItems: 1 }));
      const second = await ses.send(new older.ListConfigurationSetsCommand({ NextToken: first.NextToken }));
      const listed = [first, second].flatMap(({ ConfigurationSets = [] }) => ConfigurationSets);
      assert.deepEqual(listed, [{ Name: "mail" }, { Name: "news" }]);
      assert.deepEqual(await described(ses, []), { ConfigurationSet: { Name: "news" } });
      assert.deepEqual(await described(ses), {
        ConfigurationSet: { Name: "news" },
        EventDestinations: [],
        ReputationOptions: { SendingEnabled: true, ReputationMetricsEnabled: false },
      });
      await world.ses.send(new GetConfigurationSetCommand({ ConfigurationSetName }));
      await ses.send(new older.DeleteConfigurationSetCommand({ ConfigurationSetName }));
      await assert.rejects(described(ses), older.ConfigurationSetDoesNotExistException);
    });

    test("a page of a size that SES does not know has fifty sets and is not refused", async () => {
      await using scene = await newScene(engine);
      const { ses } = scene;
      for (let number = 0; number < 50; number++) {
        const ConfigurationSet = { Name: `set-${number}` };
        await ses.send(new older.CreateConfigurationSetCommand({ ConfigurationSet }));
      }
      for (const MaxItems of [-1, 0, 1_001]) {
        const page = await ses.send(new older.ListConfigurationSetsCommand({ MaxItems }));
        assert.equal(page.ConfigurationSets?.length, 50);
        const { NextToken } = page;
        const rest = await ses.send(new older.ListConfigurationSetsCommand({ MaxItems, NextToken }));
        assert.deepEqual([rest.ConfigurationSets?.length, rest.NextToken], [1, undefined]);
      }
    });

    test("its options are put one by one, and what this API has no words for stays", async () => {
      await using scene = await newScene(engine);
      const { world, ses } = scene;
      await world.ses.send(
        new PutConfigurationSetDeliveryOptionsCommand({ ConfigurationSetName, MaxDeliverySeconds: 600 }),
      );
      const DeliveryOptions = { TlsPolicy: "Require" } as const;
      await ses.send(
        new older.PutConfigurationSetDeliveryOptionsCommand({ ConfigurationSetName, DeliveryOptions }),
      );
      const off = { ConfigurationSetName, Enabled: false };
      await ses.send(new older.UpdateConfigurationSetSendingEnabledCommand(off));
      await ses.send(
        new older.UpdateConfigurationSetReputationMetricsEnabledCommand({ ...off, Enabled: true }),
      );
      const { DeliveryOptions: kept } = await world.ses.send(
        new GetConfigurationSetCommand({ ConfigurationSetName }),
      );
      assert.deepEqual(kept, { TlsPolicy: "REQUIRE", MaxDeliverySeconds: 600 });
      const set = await described(ses);
      assert.deepEqual(set.DeliveryOptions, DeliveryOptions);
      assert.deepEqual(set.ReputationOptions, { SendingEnabled: false, ReputationMetricsEnabled: true });
      await ses.send(new older.UpdateAccountSendingEnabledCommand({ Enabled: false }));
      assert.equal((await world.ses.send(new GetAccountCommand({}))).SendingEnabled, false);
    });

    test("delivery options that are put without any are none, as who manages them expects", async () => {
      await using scene = await newScene(engine);
      const { world, ses } = scene;
      const shown = async () => (await described(ses)).DeliveryOptions;
      const put = async (DeliveryOptions?: older.DeliveryOptions) =>
        await ses.send(
          new older.PutConfigurationSetDeliveryOptionsCommand({ ConfigurationSetName, DeliveryOptions }),
        );
      assert.equal(await shown(), undefined);
      await put({ TlsPolicy: "Optional" });
      assert.deepEqual(await shown(), { TlsPolicy: "Optional" });
      await put();
      assert.equal(await shown(), undefined);
      const set = new GetConfigurationSetCommand({ ConfigurationSetName });
      assert.equal((await world.ses.send(set)).DeliveryOptions, undefined);
    });

    test("a redirect domain is given, changed and taken away, each in its turn", async () => {
      await using scene = await newScene(engine);
      const { world, ses } = scene;
      for (const domain of ["a.test", "b.test"]) await verifiedDomain(world, domain);
      const to = (CustomRedirectDomain: string) => ({
        ConfigurationSetName,
        TrackingOptions: { CustomRedirectDomain },
      });
      const update = async (domain: string) =>
        await ses.send(new older.UpdateConfigurationSetTrackingOptionsCommand(to(domain)));
      const create = async (domain: string) =>
        await ses.send(new older.CreateConfigurationSetTrackingOptionsCommand(to(domain)));
      const remove = async () =>
        await ses.send(new older.DeleteConfigurationSetTrackingOptionsCommand({ ConfigurationSetName }));
      await assert.rejects(update("a.test"), older.TrackingOptionsDoesNotExistException);
      await assert.rejects(remove(), older.TrackingOptionsDoesNotExistException);
      await assert.rejects(create("stranger.test"), older.InvalidTrackingOptionsException);
      await create("a.test");
      await assert.rejects(create("b.test"), older.TrackingOptionsAlreadyExistsException);
      await update("b.test");
      assert.deepEqual((await described(ses)).TrackingOptions, { CustomRedirectDomain: "b.test" });
      await remove();
      assert.equal((await described(ses)).TrackingOptions, undefined);
    });

    test("of a set's options that are put at once none is lost", async () => {
      await using scene = await newScene(engine);
      const { world, ses } = scene;
      for (const domain of ["a.test", "b.test"]) await verifiedDomain(world, domain);
      const create = async (CustomRedirectDomain: string) =>
        await ses.send(
          new older.CreateConfigurationSetTrackingOptionsCommand({
            ConfigurationSetName,
            TrackingOptions: { CustomRedirectDomain },
          }),
        );
      const require = async () =>
        await ses.send(
          new older.PutConfigurationSetDeliveryOptionsCommand({
            ConfigurationSetName,
            DeliveryOptions: { TlsPolicy: "Require" },
          }),
        );
      const { ses: newer } = world;
      const wait = async () =>
        await newer.send(
          new PutConfigurationSetDeliveryOptionsCommand({ ConfigurationSetName, MaxDeliverySeconds: 600 }),
        );
      const [created] = await Promise.all([
        Promise.allSettled(Array.from({ length: 6 }, (_, at) => create(at % 2 === 0 ? "a.test" : "b.test"))),
        ...Array.from({ length: 6 }, require),
        wait(),
        ...Array.from({ length: 6 }, require),
      ]);
      assert.equal(created.filter(({ status }) => status === "fulfilled").length, 1);
      const { DeliveryOptions } = await newer.send(new GetConfigurationSetCommand({ ConfigurationSetName }));
      assert.equal(DeliveryOptions?.MaxDeliverySeconds, 600);
    });

    test("events go where a destination says, which either API shows", async () => {
      await using scene = await newScene(engine);
      const { world, ses } = scene;
      type Topic = { readonly arn: string };
      const { arn: TopicARN } = await world.plain<Topic>("POST", "/signet/v1/topics", { name: "mail" });
      const EventDestination: older.EventDestination = {
        Name: "topic",
        Enabled: true,
        MatchingEventTypes: ["send", "renderingFailure"],
        SNSDestination: { TopicARN },
      };
      const given = { ConfigurationSetName, EventDestination };
      const create = async () =>
        await ses.send(new older.CreateConfigurationSetEventDestinationCommand(given));
      await create();
      await assert.rejects(create(), older.EventDestinationAlreadyExistsException);
      assert.deepEqual((await described(ses)).EventDestinations, [EventDestination]);
      const { EventDestinations } = await world.ses.send(
        new GetConfigurationSetEventDestinationsCommand({ ConfigurationSetName }),
      );
      assert.deepEqual(EventDestinations?.[0]?.MatchingEventTypes, ["SEND", "RENDERING_FAILURE"]);
      const update = async (change: Partial<older.EventDestination>) =>
        await ses.send(
          new older.UpdateConfigurationSetEventDestinationCommand({
            ConfigurationSetName,
            EventDestination: { ...EventDestination, ...change },
          }),
        );
      await update({ MatchingEventTypes: ["bounce"], Enabled: false });
      const [changed] = (await described(ses)).EventDestinations ?? [];
      assert.deepEqual([changed?.MatchingEventTypes, changed?.Enabled], [["bounce"], false]);
      await assert.rejects(update({ Name: "other" }), older.EventDestinationDoesNotExistException);
      const unknown = { TopicARN: `${TopicARN}-else` };
      await assert.rejects(update({ SNSDestination: unknown }), older.InvalidSNSDestinationException);
      const firehose = { IAMRoleARN: "arn:aws:iam::1:role/x", DeliveryStreamARN: "nowhere" };
      await assert.rejects(
        ses.send(
          new older.CreateConfigurationSetEventDestinationCommand({
            ConfigurationSetName,
            EventDestination: {
              Name: "stream",
              MatchingEventTypes: ["send"],
              KinesisFirehoseDestination: firehose,
            },
          }),
        ),
        older.InvalidFirehoseDestinationException,
      );
      for (const wrong of [{ Name: "no name" }, { Name: "n".repeat(65) }, { MatchingEventTypes: [] }]) {
        await assert.rejects(update(wrong), { name: "InvalidParameterValue" }, JSON.stringify(wrong));
      }
      const remove = async () =>
        await ses.send(
          new older.DeleteConfigurationSetEventDestinationCommand({
            ConfigurationSetName,
            EventDestinationName: "topic",
          }),
        );
      await remove();
      await assert.rejects(remove(), older.EventDestinationDoesNotExistException);
    });

    test("a refusal is the exception that the older API has for it", async () => {
      await using scene = await newScene(engine);
      const { ses } = scene;
      const create = async (Name: string) =>
        await ses.send(new older.CreateConfigurationSetCommand({ ConfigurationSet: { Name } }));
      await assert.rejects(create("news"), older.ConfigurationSetAlreadyExistsException);
      await assert.rejects(create("no name"), older.InvalidConfigurationSetException);
      const Enabled = true;
      await assert.rejects(
        ses.send(
          new older.UpdateConfigurationSetSendingEnabledCommand({ ConfigurationSetName: "none", Enabled }),
        ),
        older.ConfigurationSetDoesNotExistException,
      );
    });
  });
}

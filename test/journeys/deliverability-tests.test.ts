import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  CreateDeliverabilityTestReportCommand,
  GetDeliverabilityDashboardOptionsCommand,
  GetDeliverabilityTestReportCommand,
  type GetDeliverabilityTestReportCommandOutput,
  ListDeliverabilityTestReportsCommand,
  ListTagsForResourceCommand,
} from "@aws-sdk/client-sesv2";
import { dayMs, minuteMs, secondMs } from "#platform/clock.ts";
import { type Engine, engines } from "#test/support/engines.ts";
import { operatorOf } from "#test/support/operator.ts";
import { SeedMailbox, seedFile } from "#test/support/seed-mailbox.ts";
import { type SmtpReceiver, startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

interface Scene extends AsyncDisposable {
  readonly world: World;
  readonly receiver: SmtpReceiver;
}

async function newScene(engine: Engine, mailboxes: readonly (SeedMailbox | string)[]): Promise<Scene> {
  await using starting = new AsyncDisposableStack();
  const seeds = starting.use(await seedFile(mailboxes));
  const receiver = starting.use(await startSmtpReceiver({ hideSTARTTLS: true }));
  const world = starting.use(
    await World.start(engine, {
      settings: { SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}`, SIGNET_SEED_MAILBOXES: seeds.path },
    }),
  );
  await verifiedDomain(world, "shop.test");
  const running = starting.move();
  return { world, receiver, [Symbol.asyncDispose]: async () => await running.disposeAsync() };
}

const news = {
  Simple: { Subject: { Data: "Grüße" }, Body: { Text: { Data: "Hello" } } },
};

async function begin({ world }: Scene, more: object = {}): Promise<string> {
  const { ReportId, DeliverabilityTestStatus } = await world.ses.send(
    new CreateDeliverabilityTestReportCommand({
      FromEmailAddress: "News <ann@shop.test>",
      Content: news,
      ...more,
    }),
  );
  assert.equal(DeliverabilityTestStatus, "IN_PROGRESS");
  await world.settle();
  return ReportId ?? "";
}

async function reportOf({ world }: Scene, id: string): Promise<GetDeliverabilityTestReportCommandOutput> {
  return await world.ses.send(new GetDeliverabilityTestReportCommand({ ReportId: id }));
}

/** What arrived for an address. */
function messageTo({ receiver }: Scene, address: string): Buffer {
  const [found, ...more] = receiver.received.filter(({ recipients }) => recipients.includes(address));
  assert.ok(found);
  assert.equal(more.length, 0);
  return found.content;
}

for (const engine of engines) {
  describe(`deliverability tests, on ${engine}`, () => {
    test("say where a message ended up at each provider, and what they made of its proofs", async () => {
      await using ann = await SeedMailbox.open("ann.seed@gmail.com");
      await using bob = await SeedMailbox.open("bob.seed@gmail.com");
      await using cid = await SeedMailbox.open("cid@corp.example");
      await using dan = await SeedMailbox.open("dan@small.example");
      await using scene = await newScene(engine, [
        ann,
        bob,
        cid.line({ provider: "Corp, with a filter" }),
        dan,
      ]);
      const { world } = scene;
      const id = await begin(scene, { ReportName: "spring", Tags: [{ Key: "team", Value: "news" }] });
      ann.take(
        "inbox",
        messageTo(scene, ann.address),
        "mx.google.com; dkim=pass (ok; fine) header.i=@shop.test; spf=pass",
      );
      bob.take(
        "junk",
        messageTo(scene, bob.address),
        "mx.google.com; dkim=pass header.i=@shop.test; spf=softfail",
      );
      await world.pass(minuteMs);
      const early = await reportOf(scene, id);
      assert.equal(early.DeliverabilityTestReport?.DeliverabilityTestStatus, "IN_PROGRESS");
      assert.deepEqual(early.OverallPlacement, {
        InboxPercentage: 50,
        SpamPercentage: 50,
        MissingPercentage: 0,
        SpfPercentage: 50,
        DkimPercentage: 100,
      });
      cid.take("inbox", messageTo(scene, cid.address));
      await world.pass(3 * minuteMs);
      world.clock.advance(dayMs);
      await world.settle();
      const { DeliverabilityTestReport, OverallPlacement, IspPlacements, Message, Tags } = await reportOf(
        scene,
        id,
      );
      assert.deepEqual(
        [
          DeliverabilityTestReport?.ReportId,
          DeliverabilityTestReport?.ReportName,
          DeliverabilityTestReport?.Subject,
          DeliverabilityTestReport?.FromEmailAddress,
          DeliverabilityTestReport?.DeliverabilityTestStatus,
        ],
        [id, "spring", "Grüße", "News <ann@shop.test>", "COMPLETED"],
      );
      assert.deepEqual(OverallPlacement, {
        InboxPercentage: 50,
        SpamPercentage: 25,
        MissingPercentage: 25,
        SpfPercentage: 25,
        DkimPercentage: 50,
      });
      const [inbox, spam, missing] = [
        [100, 0, 0],
        [50, 50, 0],
        [0, 0, 100],
      ];
      assert.deepEqual(
        IspPlacements?.map(({ IspName, PlacementStatistics: at }) => [
          IspName,
          [at?.InboxPercentage, at?.SpamPercentage, at?.MissingPercentage],
        ]),
        [
          ["Corp, with a filter", inbox],
          ["Gmail", spam],
          ["small.example", missing],
        ],
      );
      assert.match(Message ?? "", /^(?:.*\r\n)*To: (?:ann|bob|cid|dan)/);
      assert.deepEqual(Tags, [{ Key: "team", Value: "news" }]);
      const ResourceArn = `arn:aws:ses:us-east-1:000000000000:deliverability-test-report/${id}`;
      assert.deepEqual((await world.ses.send(new ListTagsForResourceCommand({ ResourceArn }))).Tags, Tags);
    });

    test("come in a list, the latest first, and are forgotten after 90 days", async () => {
      await using ann = await SeedMailbox.open("ann@corp.example");
      await using scene = await newScene(engine, [ann]);
      const { world } = scene;
      const first = await begin(scene);
      ann.take("inbox", messageTo(scene, ann.address));
      await world.pass(minuteMs);
      const second = await begin(scene, { ReportName: "second" });
      const list = async (more: object = {}) =>
        await world.ses.send(new ListDeliverabilityTestReportsCommand(more));
      const shown = ({ DeliverabilityTestReports = [] }: Awaited<ReturnType<typeof list>>) =>
        DeliverabilityTestReports.map((one) => [one.ReportId, one.DeliverabilityTestStatus]);
      assert.deepEqual(shown(await list()), [
        [second, "IN_PROGRESS"],
        [first, "COMPLETED"],
      ]);
      const { NextToken, ...page } = await list({ PageSize: 1 });
      assert.deepEqual(shown(page), [[second, "IN_PROGRESS"]]);
      assert.deepEqual(shown(await list({ PageSize: 1, NextToken })), [[first, "COMPLETED"]]);
      world.clock.advance(89 * dayMs);
      await world.settle();
      assert.equal(shown(await list()).length, 2);
      world.clock.advance(2 * dayMs);
      await world.settle();
      assert.deepEqual(shown(await list()), []);
      await assert.rejects(reportOf(scene, first), { name: "NotFoundException" });
    });

    test("count for nothing where a mailbox cannot be looked into", async () => {
      await using ann = await SeedMailbox.open("ann@corp.example");
      await using scene = await newScene(engine, [ann.line({ password: "mistyped" })]);
      const id = await begin(scene);
      ann.take("inbox", messageTo(scene, ann.address));
      await scene.world.pass(minuteMs);
      scene.world.clock.advance(dayMs);
      await scene.world.settle();
      const { DeliverabilityTestReport, OverallPlacement } = await reportOf(scene, id);
      assert.equal(DeliverabilityTestReport?.DeliverabilityTestStatus, "COMPLETED");
      assert.deepEqual(OverallPlacement, {});
      const log = scene.world.logged.join("");
      assert.match(log, /A seed mailbox could not be looked into\./);
      assert.doesNotMatch(log, /mistyped|ann@corp/);
    });

    test("wait for a node that knows the mailbox, however its address is written", async () => {
      await using ann = await SeedMailbox.open("ann@corp.example");
      await using bob = await SeedMailbox.open("bob@corp.example");
      await using before = await seedFile([bob]);
      await using after = await seedFile([ann.line().replace("ann@corp", "Ann@CORP"), bob]);
      await using scene = await newScene(engine, [ann]);
      const { world } = scene;
      const id = await begin(scene);
      ann.take("inbox", messageTo(scene, ann.address));
      await world.restart({ SIGNET_SEED_MAILBOXES: before.path });
      await world.pass(minuteMs);
      const early = await reportOf(scene, id);
      assert.equal(early.DeliverabilityTestReport?.DeliverabilityTestStatus, "IN_PROGRESS");
      await world.restart({ SIGNET_SEED_MAILBOXES: after.path });
      await world.pass(3 * minuteMs);
      const { DeliverabilityTestReport, OverallPlacement } = await reportOf(scene, id);
      assert.equal(DeliverabilityTestReport?.DeliverabilityTestStatus, "COMPLETED");
      assert.equal(OverallPlacement?.InboxPercentage, 100);
    });

    test("are begun whatever stands in the subject", async () => {
      await using ann = await SeedMailbox.open("ann@corp.example");
      await using scene = await newScene(engine, [ann]);
      const Data = Buffer.from(
        "From: ann@shop.test\r\nTo: ann@corp.example\r\nSubject: =?utf-8?Q?one=00two?=\r\n\r\nHi\r\n",
      );
      const id = await begin(scene, { Content: { Raw: { Data } } });
      const { DeliverabilityTestReport } = await reportOf(scene, id);
      assert.equal(DeliverabilityTestReport?.Subject, "onetwo");
    });

    test("leave nothing behind where the message is refused", async () => {
      await using ann = await SeedMailbox.open("ann@corp.example");
      await using scene = await newScene(engine, [ann]);
      await assert.rejects(begin(scene, { FromEmailAddress: "eve@other.test" }), { name: "MessageRejected" });
      await assert.rejects(begin(scene, { Content: {} }), { name: "BadRequestException" });
      await assert.rejects(begin(scene, { Tags: [{ Key: "aws:x", Value: "" }] }), {
        name: "BadRequestException",
      });
      await using operator = await operatorOf(scene.world);
      const owner = { account: "000000000000", region: "us-east-1" };
      await operator.account.change(owner, { productionAccess: false });
      await scene.world.leap(2 * secondMs);
      await assert.rejects(begin(scene), { name: "MessageRejected", message: /not verified/ });
      const { DeliverabilityTestReports } = await scene.world.ses.send(
        new ListDeliverabilityTestReportsCommand({}),
      );
      assert.deepEqual(DeliverabilityTestReports, []);
      assert.deepEqual(scene.receiver.received, []);
    });
  });
}

test("without mailboxes there are no deliverability tests, and no dashboard at all", async () => {
  await using world = await World.start("sqlite");
  await verifiedDomain(world, "shop.test");
  await assert.rejects(
    world.ses.send(
      new CreateDeliverabilityTestReportCommand({ FromEmailAddress: "ann@shop.test", Content: news }),
    ),
    { name: "BadRequestException", message: /its operator names them by SIGNET_SEED_MAILBOXES/ },
  );
  const { DashboardEnabled, AccountStatus } = await world.ses.send(
    new GetDeliverabilityDashboardOptionsCommand({}),
  );
  assert.deepEqual([DashboardEnabled, AccountStatus], [false, "DISABLED"]);
});

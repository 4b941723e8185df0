import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { GetMessageInsightsCommand, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { FeedbackStore } from "#features/feedback/index.ts";
import { bounce } from "#test/support/bounce.ts";
import { type Engine, engines } from "#test/support/engines.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const [bob, eve] = ["bob@far.example", "eve@far.example"];
const once = [bob, eve].map((address) => [address, "BOUNCE", "SEND"]);

for (const engine of engines) {
  describe(`whom a server refuses and reports too has bounced once, on ${engine}`, () => {
    test("where the report comes after the refusal", async () => {
      await using scene = await startScene(engine);
      await scene.send();
      await scene.report();
      assert.deepEqual(await scene.told(), once);
    });

    test("where the report comes before it", async () => {
      await using scene = await startScene(engine, async ({ report }) => await report());
      await scene.send();
      assert.deepEqual(await scene.told(), once);
    });

    test("where the refusal is put on record while the report is read", async (t) => {
      const [read, recorded] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const held = t.mock.method(
        FeedbackStore.prototype,
        "write",
        async function (this: FeedbackStore, steps: Parameters<FeedbackStore["write"]>[0]) {
          held.mock.restore();
          read.resolve();
          await recorded.promise;
          await this.write(steps);
        },
      );
      const reports: Promise<void>[] = [];
      await using scene = await startScene(engine, async ({ report }) => {
        reports.push(report());
        await read.promise;
      });
      await scene.send();
      recorded.resolve();
      await Promise.all(reports);
      assert.deepEqual(await scene.told(), once);
    });

    test("where the report is put on record while the refusal is", async (t) => {
      await using scene = await startScene(engine);
      const outrun = t.mock.method(
        FeedbackStore.prototype,
        "reported",
        async function (this: FeedbackStore, ...of: Parameters<FeedbackStore["reported"]>) {
          outrun.mock.restore();
          const known = await this.reported(...of);
          await scene.report();
          return known;
        },
      );
      await scene.send();
      assert.deepEqual(await scene.told(), once);
    });
  });
}

interface Reporting {
  /** The server reports to the return path that one of the recipients is unknown. */
  readonly report: () => Promise<void>;
}

/** A message to two recipients of a server that refuses it. */
async function startScene(engine: Engine, beforeRefusal: (by: Reporting) => Promise<void> = async () => {}) {
  await using starting = new AsyncDisposableStack();
  let to: string | undefined;
  const answer = async ({ from }: { readonly from: string }) => {
    to ??= from;
    if (from !== to) return;
    await beforeRefusal({ report });
    throw Object.assign(new Error("5.1.1 No such user"), { responseCode: 550 });
  };
  const receiver = starting.use(await startSmtpReceiver({ hideSTARTTLS: true, answer }));
  const world = starting.use(
    await World.start(engine, { settings: { SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}` } }),
  );
  const report = async () => await bounce(world, { to, of: bob });
  await verifiedDomain(world, "sender.test");
  let MessageId: string | undefined;
  const running = starting.move();
  return {
    report,
    send: async () => {
      const sent = await world.ses.send(
        new SendEmailCommand({
          FromEmailAddress: "ann@sender.test",
          Destination: { ToAddresses: [bob, eve] },
          Content: { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello,\n" } } } },
        }),
      );
      MessageId = sent.MessageId;
      await world.settle();
    },
    /** Each recipient with what came about. */
    told: async () => {
      await world.settle();
      const { Insights = [] } = await world.ses.send(new GetMessageInsightsCommand({ MessageId }));
      const told = Insights.map(({ Destination = "", Events = [] }) => [
        Destination,
        ...Events.map(({ Type = "" }) => Type).toSorted(byText),
      ]);
      return told.toSorted(([one = ""], [other = ""]) => byText(one, other));
    },
    [Symbol.asyncDispose]: async () => await running.disposeAsync(),
  };
}

function byText(one: string, other: string): number {
  return one.localeCompare(other);
}

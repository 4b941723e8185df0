import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  CreateConfigurationSetCommand,
  GetAccountCommand,
  GetSuppressedDestinationCommand,
  PutAccountSuppressionAttributesCommand,
  PutEmailIdentityFeedbackAttributesCommand,
  SendEmailCommand,
} from "@aws-sdk/client-sesv2";
import { createTransport } from "nodemailer";
import { hourMs, minuteMs } from "#platform/clock.ts";
import { type Engine, engines } from "#test/support/engines.ts";
import { type SmtpReceiver, startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { WebhookReceiver } from "#test/support/webhook-receiver.ts";
import { World } from "#test/support/world.ts";

interface Scene extends AsyncDisposable {
  readonly world: World;
  readonly receiver: SmtpReceiver;
  /** Answers the MessageId once all that could be tried at once was tried. */
  send(to: string): Promise<string>;
  suppressed(address: string): Promise<string | undefined>;
}

type Answer = NonNullable<NonNullable<Parameters<typeof startSmtpReceiver>[0]>["answer"]>;

/** A sender whose mail goes to a real server, which answers as it is told. */
async function newScene(engine: Engine, answer: Answer): Promise<Scene> {
  const receiver = await startSmtpReceiver({ hideSTARTTLS: true, answer });
  const world = await World.start(engine, {
    settings: { SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}` },
  });
  await verifiedDomain(world, "sender.test");
  return {
    world,
    receiver,
    async send(to) {
      const { MessageId = "" } = await world.ses.send(
        new SendEmailCommand({
          FromEmailAddress: "ann@sender.test",
          Destination: { ToAddresses: to.split(", ") },
          Content: { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello,\n" } } } },
        }),
      );
      await world.settle();
      return MessageId;
    },
    async suppressed(address) {
      try {
        const found = await world.ses.send(new GetSuppressedDestinationCommand({ EmailAddress: address }));
        return found.SuppressedDestination?.Reason;
      } catch (error) {
        assert.equal((error as Error).name, "NotFoundException");
        return undefined;
      }
    },
    async [Symbol.asyncDispose]() {
      await world[Symbol.asyncDispose]();
      await receiver[Symbol.asyncDispose]();
    },
  };
}

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

/** A mail system far away reports to a return path. */
async function report(world: World, to: string, type: string, parts: readonly string[]): Promise<void> {
  const { inbound } = world.app;
  assert.ok(inbound);
  const transport = createTransport({ host: inbound.host, port: inbound.port, ignoreTLS: true });
  const raw = [
    "From: postmaster@far.example",
    `To: ${to}`,
    "Subject: Report",
    "MIME-Version: 1.0",
    `Content-Type: multipart/report; report-type=${type}; boundary="b"`,
    "",
    ...parts.flatMap((part) => ["--b", part]),
    "--b--",
    "",
  ].join("\r\n");
  await transport.sendMail({ envelope: { from: "", to }, raw });
  await world.settle();
}

for (const engine of engines) {
  describe(`what comes back, on ${engine}`, () => {
    test("a temporary failure is tried again until it is delivered", async () => {
      let refusals = 2;
      await using scene = await newScene(engine, async () => {
        if (refusals-- > 0) throw refusal(451, "4.3.0 Come back later");
      });
      await scene.send("bob@later.example");
      assert.equal(scene.receiver.received.length, 0);
      await scene.world.pass(10 * minuteMs);
      assert.deepEqual(
        scene.receiver.received.map(({ recipients }) => recipients),
        [["bob@later.example"]],
      );
      assert.equal(await scene.suppressed("bob@later.example"), undefined);
      const { SendQuota } = await scene.world.ses.send(new GetAccountCommand({}));
      assert.equal(SendQuota?.SentLast24Hours, 1);
    });

    test("an unknown recipient is suppressed, told of by mail, and not written to again", async () => {
      await using scene = await newScene(engine, async ({ recipients }) => {
        if (recipients.includes("nobody@gone.example")) throw refusal(550, "5.1.1 No such user here");
      });
      const id = await scene.send("nobody@gone.example");
      assert.equal(await scene.suppressed("nobody@gone.example"), "BOUNCE");
      const [notice] = scene.receiver.received;
      assert.deepEqual([notice?.from, notice?.recipients], ["", ["ann@sender.test"]]);
      assert.match(
        notice?.content.toString() ?? "",
        new RegExp(`nobody@gone\\.example[^]*5\\.1\\.1 No such user[^]*${id}`),
      );
      await scene.send("nobody@gone.example");
      assert.equal(scene.receiver.received.length, 1);
      await scene.world.ses.send(new PutAccountSuppressionAttributesCommand({ SuppressedReasons: [] }));
      await scene.world.leap(minuteMs);
      await scene.send("nobody@gone.example");
      assert.equal(scene.receiver.received.length, 2);
    });

    test("a refusal that is about us suppresses nobody", async () => {
      await using scene = await newScene(engine, async ({ from }) => {
        if (from !== "") throw refusal(550, "5.7.1 Your IP is listed on Spamhaus");
      });
      await scene.send("bob@strict.example");
      assert.equal(await scene.suppressed("bob@strict.example"), undefined);
    });

    test("what cannot be delivered in fourteen hours bounces", async () => {
      await using scene = await newScene(engine, async ({ from }) => {
        if (from !== "") throw refusal(451, "4.3.0 Never");
      });
      await scene.send("bob@never.example");
      await scene.world.pass(15 * hourMs);
      const [notice, ...others] = scene.receiver.received;
      assert.match(notice?.content.toString() ?? "", /bob@never\.example/);
      assert.equal(others.length, 0);
      assert.equal(await scene.suppressed("bob@never.example"), undefined);
    });

    test("where the set allows less time, the bounce says so", async () => {
      await using scene = await newScene(engine, async ({ from }) => {
        if (from !== "") throw refusal(451, "4.3.0 Never");
      });
      const { world } = scene;
      await world.ses.send(
        new CreateConfigurationSetCommand({
          ConfigurationSetName: "hasty",
          DeliveryOptions: { MaxDeliverySeconds: 600 },
        }),
      );
      const { MessageId } = await world.ses.send(
        new SendEmailCommand({
          FromEmailAddress: "ann@sender.test",
          Destination: { ToAddresses: ["bob@never.example"] },
          Content: { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello,\n" } } } },
          ConfigurationSetName: "hasty",
        }),
      );
      await world.pass(11 * minuteMs);
      const { events } = await world.plain<{ events: { type: string; detail: Record<string, unknown> }[] }>(
        "GET",
        `/signet/v1/messages/${MessageId}`,
      );
      const bounce = events.find(({ type }) => type === "Bounce")?.detail;
      assert.deepEqual(
        [bounce?.["bounceType"], bounce?.["bounceSubType"]],
        ["Transient", "CustomTimeoutExceeded"],
      );
      assert.equal(scene.receiver.received.length, 1);
    });

    test("a report that comes back later counts once, for whom the message went to", async () => {
      await using scene = await newScene(engine, async () => {});
      const { world } = scene;
      await scene.send("bob@slow.example");
      const returnPath = scene.receiver.received[0]?.from ?? "";
      assert.match(returnPath, /^0100[0-9a-f-]{49}-[a-z2-7]{8}@bounces\.us-east-1\.signet\.localhost$/);
      const status = (address: string) =>
        "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.slow.example\r\n\r\n" +
        `Final-Recipient: rfc822; ${address}\r\nAction: failed\r\nStatus: 5.1.1\r\n` +
        "Diagnostic-Code: smtp; 550 5.1.1 unknown user\r\n";
      await report(world, returnPath, "delivery-status", [status("forwarded-to@inner.example")]);
      assert.equal(await scene.suppressed("bob@slow.example"), "BOUNCE");
      await report(world, returnPath, "delivery-status", [status("BOB@slow.example")]);
      await report(world, returnPath, "delivery-status", [status("bob@slow.example")]);
      assert.equal(await scene.suppressed("bob@slow.example"), "BOUNCE");
      assert.equal(scene.receiver.received.length, 2);
    });

    test("a report is about whom it names, where another recipient has the same name in other letters", async () => {
      await using scene = await newScene(engine, async () => {});
      await scene.send("Bob@slow.example, bob@slow.example");
      const returnPath = scene.receiver.received[0]?.from ?? "";
      await report(scene.world, returnPath, "delivery-status", [
        "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.slow.example\r\n\r\n" +
          "Final-Recipient: rfc822; Bob@SLOW.example\r\nAction: failed\r\nStatus: 5.1.1\r\n",
      ]);
      assert.equal(await scene.suppressed("Bob@slow.example"), "BOUNCE");
      assert.equal(await scene.suppressed("bob@slow.example"), undefined);
    });

    test("a report whose Status tells of a full mailbox, or of a refusal of us, suppresses nobody", async () => {
      await using scene = await newScene(engine, async () => {});
      for (const [name, status] of [
        ["full", "5.2.2"],
        ["strict", "5.7.1"],
        ["later", "4.1.1"],
      ]) {
        await scene.send(`${name}@slow.example`);
        const returnPath = scene.receiver.received.at(-1)?.from ?? "";
        await report(scene.world, returnPath, "delivery-status", [
          "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.slow.example\r\n\r\n" +
            `Final-Recipient: rfc822; ${name}@slow.example\r\nAction: failed\r\nStatus: ${status}\r\n` +
            `Diagnostic-Code: smtp; ${status === "4.1.1" ? 450 : 550} Requested action not taken\r\n`,
        ]);
        assert.match(scene.receiver.received.at(-1)?.content.toString() ?? "", /Requested action not taken/);
        assert.equal(await scene.suppressed(`${name}@slow.example`), undefined);
      }
    });

    test("feedback that is told of elsewhere is not forwarded where forwarding is off; else it is", async () => {
      await using scene = await newScene(engine, async ({ from, recipients: [recipient = ""] }) => {
        if (from !== "") throw refusal(550, `5.1.1 No ${recipient}`);
      });
      const { world, receiver } = scene;
      await world.ses.send(
        new PutEmailIdentityFeedbackAttributesCommand({
          EmailIdentity: "sender.test",
          EmailForwardingEnabled: false,
        }),
      );
      await scene.send("one@gone.example");
      assert.deepEqual(
        receiver.received.map(({ recipients }) => recipients),
        [["ann@sender.test"]],
      );
      await using webhook = await WebhookReceiver.start();
      await world.plain("POST", "/signet/v1/webhooks", {
        url: webhook.url,
        events: ["Bounce", "Complaint"],
      });
      await world.leap(2_000);
      await scene.send("two@gone.example");
      assert.equal(receiver.received.length, 1);
      assert.equal(webhook.posted.length, 1);
    });

    test("a complaint suppresses who complained, named or not", async () => {
      await using scene = await newScene(engine, async () => {});
      await scene.send("bob@annoyed.example");
      const returnPath = scene.receiver.received[0]?.from ?? "";
      await report(scene.world, returnPath, "feedback-report", [
        "Content-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nUser-Agent: Far/1.0\r\nVersion: 1\r\n",
      ]);
      assert.equal(await scene.suppressed("bob@annoyed.example"), "COMPLAINT");
      assert.match(scene.receiver.received[1]?.content.toString() ?? "", /^Subject: Complaint/m);
    });

    test("the simulator's address whose owner is away takes the message, and answers", async () => {
      await using scene = await newScene(engine, async () => {});
      const id = await scene.send("Ooto+label@simulator.amazonses.com");
      const [answer, ...others] = scene.receiver.received;
      assert.deepEqual([answer?.from, answer?.recipients, others], ["", ["ann@sender.test"], []]);
      const content = answer?.content.toString() ?? "";
      assert.match(content, /^Auto-Submitted: auto-replied\r$/m);
      assert.match(
        content,
        new RegExp(`Ooto\\+label@simulator\\.amazonses\\.com is out of the office[^]*${id}`),
      );
      const { events } = await scene.world.plain<{ events: { type: string }[] }>(
        "GET",
        `/signet/v1/messages/${id}`,
      );
      assert.deepEqual(
        events.map(({ type }) => type),
        ["Send", "Delivery"],
      );
    });

    test("who sends our own messages is an address that exists; what comes to it is dropped", async () => {
      await using scene = await newScene(engine, async () => {});
      await report(scene.world, "No-Reply@signet.localhost", "delivery-status", []);
    });

    test("nobody else is taken mail for", async () => {
      await using scene = await newScene(engine, async () => {});
      const to = "root@signet.localhost";
      await assert.rejects(report(scene.world, to, "delivery-status", []), /550/);
    });
  });
}

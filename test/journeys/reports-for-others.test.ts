import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { GetSuppressedDestinationCommand, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { createTransport } from "nodemailer";
import { type Engine, engines } from "#test/support/engines.ts";
import { signaturesOf } from "#test/support/signatures.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const loop = "fbl@signet.localhost";

/** A message to several, and the copy that each of their servers has of it. */
async function newScene(engine: Engine, recipients: readonly string[]) {
  const receiver = await startSmtpReceiver({ hideSTARTTLS: true });
  const world = await World.start(engine, {
    settings: { SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}` },
  });
  await verifiedDomain(world, "sender.test");
  await world.ses.send(
    new SendEmailCommand({
      FromEmailAddress: "ann@sender.test",
      Destination: { ToAddresses: [...recipients] },
      Content: { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello,\n" } } } },
    }),
  );
  await world.settle();
  const copies = receiver.received.map(({ from, recipients: to, content }) => ({
    to,
    returnPath: from,
    text: content.toString("latin1"),
  }));
  return {
    world,
    copyOf: (recipient: string) => {
      const copy = copies.find(({ to }) => to.includes(recipient));
      assert.ok(copy);
      return copy;
    },
    tell: async (to: string, raw: string) => {
      const { inbound } = world.app;
      assert.ok(inbound);
      const transport = createTransport({ host: inbound.host, port: inbound.port, ignoreTLS: true });
      await transport.sendMail({ envelope: { from: "", to }, raw });
      await world.settle();
    },
    suppressed: async () => {
      const found = await Promise.all(
        recipients.map(async (EmailAddress) =>
          world.ses.send(new GetSuppressedDestinationCommand({ EmailAddress })).then(
            ({ SuppressedDestination }) => [`${EmailAddress} ${SuppressedDestination?.Reason}`],
            () => [],
          ),
        ),
      );
      return found.flat();
    },
    [Symbol.asyncDispose]: async () => {
      await world[Symbol.asyncDispose]();
      await receiver[Symbol.asyncDispose]();
    },
  };
}

function multipart(kind: string, type: string, parts: readonly string[]): string {
  return `Content-Type: multipart/report; report-type=${kind}; boundary="b"\r\n\r\n--b\r\nContent-Type: ${type}\r\n\r\n${parts.join("\r\n--b\r\n")}\r\n--b--\r\n`;
}

function bounceOf(...recipients: readonly string[]): string {
  const failed = recipients.map(
    (one) => `Final-Recipient: rfc822; ${one}\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n`,
  );
  const text = `Reporting-MTA: dns; mx.near.example\r\n\r\n${failed.join("")}`;
  return multipart("delivery-status", "message/delivery-status", [text]);
}

function complaintOf(enclosed: string, fields: string): string {
  return multipart("feedback-report", "message/feedback-report", [
    `Feedback-Type: abuse\r\nUser-Agent: Near/1.0\r\nVersion: 1\r\n${fields}`,
    `Content-Type: message/rfc822\r\n\r\n${enclosed}`,
  ]);
}

const [eve, ann, bob] = ["eve@near.example", "ann@near.example", "bob@far.example"] as const;

for (const engine of engines) {
  describe(`a message to several, on ${engine}`, () => {
    test("is reported undeliverable by each server for its own recipients, and for nobody elsewhere", async () => {
      await using scene = await newScene(engine, [eve, ann, bob]);
      const [near, far] = [scene.copyOf(eve), scene.copyOf(bob)];
      await scene.tell(near.returnPath, bounceOf(bob));
      // Of one recipient it is plain whose a forwarded address is, but not of one who is elsewhere.
      await scene.tell(near.returnPath, bounceOf("bob@inner.example"));
      assert.deepEqual(await scene.suppressed(), []);
      await scene.tell(far.returnPath.toUpperCase(), bounceOf("bob@inner.example"));
      await scene.tell(near.returnPath, bounceOf(ann, bob));
      assert.deepEqual(await scene.suppressed(), [`${ann} BOUNCE`, `${bob} BOUNCE`]);
      for (const guess of [`${near.returnPath}.test`, near.returnPath.replace(/.@/, "9@")]) {
        await assert.rejects(scene.tell(guess, bounceOf(eve)), /550/);
      }
    });

    test("is complained of by each provider for its own users, and for nobody elsewhere", async () => {
      await using scene = await newScene(engine, [eve, ann, bob]);
      const [near, far] = [scene.copyOf(eve), scene.copyOf(bob)];
      const forged = [
        `Original-Rcpt-To: ${bob}\r\n`,
        `Original-Rcpt-To: x@far.example\r\n`,
        `Original-Mail-From: <${near.returnPath}>\r\nOriginal-Rcpt-To: ${bob}\r\n`,
      ];
      for (const fields of forged) {
        await scene.tell(loop, complaintOf(near.text, fields));
        await scene.tell(near.returnPath, complaintOf(near.text, fields));
      }
      await scene.tell(loop, complaintOf(`X-HmXmrOriginalRecipient: ${bob}\r\n${near.text}`, ""));
      assert.deepEqual(await scene.suppressed(), []);
      await scene.tell(loop, complaintOf(far.text, ""));
      await scene.tell(near.returnPath, complaintOf("", `Original-Rcpt-To: ${ann}\r\n`));
      await scene.tell(loop, complaintOf(near.text, `Original-Rcpt-To: ${eve}\r\n`));
      assert.deepEqual(await scene.suppressed(), [
        `${eve} COMPLAINT`,
        `${ann} COMPLAINT`,
        `${bob} COMPLAINT`,
      ]);
      for (const { text } of [near, far]) {
        assert.deepEqual(await signaturesOf(scene.world, text), [
          { domain: "sender.test", result: "pass" },
          { domain: "signet.localhost", result: "pass" },
        ]);
      }
    });
  });
}

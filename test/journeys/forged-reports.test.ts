import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { GetSuppressedDestinationCommand } from "@aws-sdk/client-sesv2";
import { createTransport } from "nodemailer";
import { FeedbackStore } from "#features/feedback/index.ts";
import { bounce } from "#test/support/bounce.ts";
import { engines } from "#test/support/engines.ts";
import { sendHello } from "#test/support/send-hello.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const send = async (world: World, ...to: string[]) => await sendHello(world, "ann@sender.test", ...to);

async function isSuppressed(world: World, EmailAddress: string): Promise<boolean> {
  return await world.ses.send(new GetSuppressedDestinationCommand({ EmailAddress })).then(
    () => true,
    () => false,
  );
}

for (const engine of engines) {
  describe(`a bounce, on ${engine}`, () => {
    test("is not to be forged by who knows a message's id, which every reply to it tells", async () => {
      await using receiver = await startSmtpReceiver({ hideSTARTTLS: true });
      await using world = await World.start(engine, {
        settings: { SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}` },
      });
      await verifiedDomain(world, "sender.test");
      const of = "bob@far.example";
      const id = await send(world, of);
      assert.match(receiver.received[0]?.content.toString() ?? "", new RegExp(`^Message-ID: <${id}@`, "m"));
      const [localPart = "", domain = ""] = receiver.received[0]?.from.split("@") ?? [];
      assert.ok(localPart.length <= 64);
      const forged = [
        id,
        id.replace(/000000$/, "123456"),
        localPart.replace(/.$/, (last) => (last === "a" ? "b" : "a")),
        `${localPart}a`,
        localPart.slice(0, -1),
      ];
      for (const guess of forged) {
        await assert.rejects(bounce(world, { to: `${guess}@${domain}`, of }), /550 5\.1\.1/);
      }
      await assert.rejects(
        bounce(world, { to: `${localPart}@bounces.eu-west-1.signet.localhost`, of }),
        /550/,
      );
      assert.equal(await isSuppressed(world, of), false);
      await bounce(world, { to: `${localPart}@${domain}`.toUpperCase(), of });
      assert.equal(await isSuppressed(world, of), true);
    });

    test("of whom nobody wrote to is of the one who was, and of nobody where that is not plain", async () => {
      await using receiver = await startSmtpReceiver({ hideSTARTTLS: true });
      await using world = await World.start(engine, {
        settings: { SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}` },
      });
      await verifiedDomain(world, "sender.test");
      const [forwarded, another] = ["bob@inner.example", "eve@inner.example"];
      await send(world, "one@far.example", "two@far.example");
      await bounce(world, { to: receiver.received[0]?.from, of: forwarded });
      assert.equal(await isSuppressed(world, "one@far.example"), false);
      await send(world, "bob@far.example");
      const to = receiver.received.at(-1)?.from;
      await bounce(world, { to, of: [forwarded, another] });
      assert.equal(await isSuppressed(world, "bob@far.example"), false);
      // What is late, or has gone on to where nobody reports from, has not come back.
      for (const action of ["delayed", "relayed", "expanded", "delivered"]) {
        await bounce(world, { to, of: forwarded, action });
      }
      assert.equal(await isSuppressed(world, "bob@far.example"), false);
      await bounce(world, { to, of: forwarded });
      assert.equal(await isSuppressed(world, "bob@far.example"), true);
    });

    test("names a recipient once, however often and in whatever letters it does", async (t) => {
      await using receiver = await startSmtpReceiver({ hideSTARTTLS: true });
      await using world = await World.start(engine, {
        settings: { SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}` },
      });
      await verifiedDomain(world, "sender.test");
      await send(world, "bob@far.example");
      const written = t.mock.method(FeedbackStore.prototype, "write");
      const of = ["bob@far.example", "BOB@far.example", "bob@FAR.example", "bob@far.example"];
      await bounce(world, { to: receiver.received[0]?.from, of });
      assert.equal(await isSuppressed(world, "bob@far.example"), true);
      assert.equal(written.mock.callCount(), 1);
    });

    test("of qmail counts too, where it comes from nobody; a reply by a vacation is taken and dropped", async () => {
      await using receiver = await startSmtpReceiver({ hideSTARTTLS: true });
      await using world = await World.start(engine, {
        settings: { SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}` },
      });
      await verifiedDomain(world, "sender.test");
      const of = "bob@old.example";
      await send(world, of);
      const to = receiver.received[0]?.from ?? "";
      const raw =
        "From: MAILER-DAEMON@old.example\r\n\r\nHi. This is the qmail-send program at old.example.\r\n\r\n" +
        `<${of}>:\r\nSorry, no mailbox here by that name. (#5.1.1)\r\n\r\n--- Below this line is a copy.\r\n`;
      const away = "Auto-Submitted: auto-replied\r\nSubject: Away\r\n\r\nI am on holiday.\r\n";
      const { inbound } = world.app;
      assert.ok(inbound);
      const transport = createTransport({ host: inbound.host, port: inbound.port, ignoreTLS: true });
      await transport.sendMail({ envelope: { from: of, to }, raw });
      await transport.sendMail({ envelope: { from: "", to }, raw: away });
      assert.equal(await isSuppressed(world, of), false);
      await transport.sendMail({ envelope: { from: "", to }, raw });
      await world.settle();
      assert.equal(await isSuppressed(world, of), true);
      assert.match(receiver.received[1]?.content.toString() ?? "", /no mailbox here by that name/);
      assert.equal(receiver.received.length, 2);
    });
  });
}

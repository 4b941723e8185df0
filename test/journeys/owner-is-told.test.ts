import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CreateEmailIdentityCommand, PutAccountDetailsCommand } from "@aws-sdk/client-sesv2";
import { hourMs, minuteMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { publishCnames } from "#test/support/publish.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const contact = "ops@owner.example";

for (const engine of engines) {
  describe(`the owner is told, on ${engine}`, () => {
    test("of a domain that was not proven in time, and of one whose records vanished", async () => {
      await using world = await World.start(engine);
      await world.ses.send(
        new PutAccountDetailsCommand({
          MailType: "TRANSACTIONAL",
          WebsiteURL: "https://owner.example",
          AdditionalContactEmailAddresses: [contact],
        }),
      );
      world.zone("never.test");
      await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: "never.test" }));
      await verifiedDomain(world, "lost.test");
      assert.match((await world.inbox(contact)).subject, /^DKIM setup SUCCESS for lost\.test in US East/);
      world.zone("lost.test");
      await world.leap(71 * hourMs);
      await world.pass(2 * hourMs);
      const { messages } = await world.plain<{ messages: { subject: string }[] }>(
        "GET",
        `/signet/v1/inbox?to=${contact}`,
      );
      const subjects = messages.map(({ subject }) => subject);
      assert.ok(
        subjects.some((subject) => subject.startsWith("DKIM setup FAILURE for never.test")),
        String(subjects),
      );
      assert.ok(
        subjects.some((subject) => subject.startsWith("DKIM records missing for lost.test")),
        String(subjects),
      );
    });

    test("of many domains no more than a mailbox bears, for nobody has asked whose it is", async () => {
      await using receiver = await startSmtpReceiver({ hideSTARTTLS: true });
      await using world = await World.start(engine, {
        settings: { SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}` },
      });
      await world.ses.send(
        new PutAccountDetailsCommand({
          MailType: "TRANSACTIONAL",
          WebsiteURL: "https://owner.example",
          AdditionalContactEmailAddresses: ["victim@far.example", "victim+1@far.example", contact],
        }),
      );
      const verify = async (EmailIdentity: string) => {
        const { DkimAttributes } = await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
        publishCnames(world, EmailIdentity, DkimAttributes);
      };
      const told = (address: string) =>
        receiver.received.filter(({ recipients }) => recipients.includes(address)).length;
      for (let n = 0; n < 24; n += 1) await verify(`many-${n}.test`);
      await world.pass(10 * minuteMs);
      assert.ok(told("victim@far.example") <= 21 && told(contact) >= 20, `${told("victim@far.example")}`);
      await world.pass(hourMs);
      await verify("later.test");
      await world.pass(minuteMs);
      assert.match(receiver.received.at(-1)?.content.toString() ?? "", /DKIM setup SUCCESS for later\.test/);
    });

    test("by the letters that the DNS has for a contact's domain, and is not kept from having it verified by them", async () => {
      await using world = await World.start(engine);
      await world.ses.send(
        new PutAccountDetailsCommand({
          MailType: "TRANSACTIONAL",
          WebsiteURL: "https://owner.example",
          AdditionalContactEmailAddresses: ["ops@bücher.example", "ops@xn--bcher-kva.example"],
        }),
      );
      await verifiedDomain(world, "read.test");
      const { messages } = await world.plain<{ messages: { subject: string; to: string[] }[] }>(
        "GET",
        "/signet/v1/inbox",
      );
      assert.match(messages[0]?.subject ?? "", /^DKIM setup SUCCESS for read\.test/);
      assert.deepEqual(
        messages.map(({ to }) => to),
        [["ops@xn--bcher-kva.example"]],
      );
    });

    test("nobody, where nobody is named", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "silent.test");
      const { messages } = await world.plain<{ messages: unknown[] }>("GET", "/signet/v1/inbox");
      assert.deepEqual(messages, []);
    });
  });
}

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CreateEmailIdentityCommand, PutAccountDetailsCommand } from "@aws-sdk/client-sesv2";
import { hourMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
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

    test("nobody, where nobody is named", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "silent.test");
      const { messages } = await world.plain<{ messages: unknown[] }>("GET", "/signet/v1/inbox");
      assert.deepEqual(messages, []);
    });
  });
}

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CreateEmailIdentityCommand, GetEmailIdentityCommand } from "@aws-sdk/client-sesv2";
import { hourMs, minuteMs, secondMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { publishCnames } from "#test/support/publish.ts";
import { World } from "#test/support/world.ts";

const EmailIdentity = "example.test";

for (const engine of engines) {
  describe(`a domain proven by CNAMEs, on ${engine}`, () => {
    test("three CNAMEs at the zone's own name server verify the domain", async () => {
      await using world = await World.start(engine);
      const created = await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
      assert.equal(created.VerifiedForSendingStatus, false);
      assert.equal(created.DkimAttributes?.Status, "NOT_STARTED");

      await world.pass(secondMs);
      const waiting = await world.ses.send(new GetEmailIdentityCommand({ EmailIdentity }));
      assert.equal(waiting.VerificationStatus, "PENDING");

      publishCnames(world, EmailIdentity, created.DkimAttributes);
      await world.pass(minuteMs);

      const verified = await world.ses.send(new GetEmailIdentityCommand({ EmailIdentity }));
      assert.equal(verified.VerificationStatus, "SUCCESS");
      assert.equal(verified.VerifiedForSendingStatus, true);
      assert.equal(verified.DkimAttributes?.Status, "SUCCESS");
      assert.equal(verified.VerificationInfo?.ErrorType, undefined);
      assert.ok(verified.VerificationInfo?.SOARecord?.PrimaryNameServer);
      assert.ok(verified.DkimAttributes.LastKeyGenerationTimestamp);
    });

    test("a wrong value is diagnosed, and corrected it verifies", async () => {
      await using world = await World.start(engine);
      const created = await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
      const tokens = created.DkimAttributes?.Tokens ?? [];
      world.zone(
        EmailIdentity,
        ...tokens.map((token) => `${token}._domainkey CNAME ${token}.dkim.amazonses.com.`),
      );
      await world.pass(minuteMs);
      const wrong = await world.ses.send(new GetEmailIdentityCommand({ EmailIdentity }));
      assert.equal(wrong.VerificationStatus, "PENDING");
      assert.equal(wrong.VerificationInfo?.ErrorType, "INVALID_VALUE");

      publishCnames(world, EmailIdentity, created.DkimAttributes);
      await world.pass(minuteMs);
      const right = await world.ses.send(new GetEmailIdentityCommand({ EmailIdentity }));
      assert.equal(right.VerificationStatus, "SUCCESS");
    });

    test("72 hours without records fail the domain", async () => {
      await using world = await World.start(engine);
      await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
      world.zone(EmailIdentity);
      await world.pass(72 * hourMs - minuteMs);
      const waiting = await world.ses.send(new GetEmailIdentityCommand({ EmailIdentity }));
      assert.equal(waiting.VerificationStatus, "PENDING");
      await world.pass(hourMs);
      const failed = await world.ses.send(new GetEmailIdentityCommand({ EmailIdentity }));
      assert.equal(failed.VerificationStatus, "FAILED");
      const { checks } = await world.plain<{ checks: { first_seen_at: string; checked_at: string }[] }>(
        "GET",
        `/signet/v1/identities/${EmailIdentity}/checks`,
      );
      assert.ok(checks.length <= 3, "what is seen again and again is one record");
      const [latest] = checks;
      assert.ok(Date.parse(latest?.checked_at ?? "") - Date.parse(latest?.first_seen_at ?? "") > 70 * hourMs);
      assert.equal(failed.VerifiedForSendingStatus, false);
    });
  });
}

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CreateEmailIdentityCommand } from "@aws-sdk/client-sesv2";
import { dayMs, hourMs, minuteMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { publishCnames } from "#test/support/publish.ts";
import { identityOf, verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const EmailIdentity = "example.test";
/** A verified domain is looked at at least this often. */
const recheckedWithinMs = 6 * hourMs;

for (const engine of engines) {
  describe(`records of a verified domain that are removed, on ${engine}`, () => {
    test("a flap changes nothing", async () => {
      await using world = await World.start(engine);
      const dkim = await verifiedDomain(world, EmailIdentity);
      world.zone(EmailIdentity);
      await world.leap(recheckedWithinMs);
      const seenOnce = await identityOf(world, EmailIdentity);
      assert.equal(seenOnce.VerificationStatus, "SUCCESS");
      assert.equal(seenOnce.VerifiedForSendingStatus, true);
      assert.ok(seenOnce.VerificationInfo?.ErrorType, "though it is said what was seen");
      publishCnames(world, EmailIdentity, dkim);
      await world.pass(2 * minuteMs);
      const after = await identityOf(world, EmailIdentity);
      assert.equal(after.VerificationStatus, "SUCCESS");
      assert.equal(after.VerificationInfo?.ErrorType, undefined);
    });

    test("records that stay away are a temporary failure, and restored in time a success again", async () => {
      await using world = await World.start(engine);
      const dkim = await verifiedDomain(world, EmailIdentity);
      world.zone(EmailIdentity);
      await world.leap(recheckedWithinMs);
      await world.pass(3 * minuteMs);
      const vanished = await identityOf(world, EmailIdentity);
      assert.equal(vanished.VerificationStatus, "TEMPORARY_FAILURE");
      assert.equal(vanished.DkimAttributes?.Status, "TEMPORARY_FAILURE");
      assert.equal(vanished.VerifiedForSendingStatus, true, "it may send while it is waited for");
      const lastSeen = vanished.VerificationInfo?.LastSuccessTimestamp;

      await world.leap(71 * hourMs);
      assert.equal((await identityOf(world, EmailIdentity)).VerificationStatus, "TEMPORARY_FAILURE");
      publishCnames(world, EmailIdentity, dkim);
      await world.pass(15 * minuteMs);
      const restored = await identityOf(world, EmailIdentity);
      assert.equal(restored.VerificationStatus, "SUCCESS");
      assert.equal(restored.DkimAttributes?.Status, "SUCCESS");
      assert.equal(restored.VerificationInfo?.ErrorType, undefined);
      assert.ok(Number(restored.VerificationInfo?.LastSuccessTimestamp) > Number(lastSeen));
    });

    test("records that stay away for 72 hours fail the domain for good, until it is set up again", async () => {
      await using world = await World.start(engine);
      const dkim = await verifiedDomain(world, EmailIdentity);
      world.zone(EmailIdentity);
      await world.leap(recheckedWithinMs);
      await world.pass(3 * minuteMs);
      await world.leap(72 * hourMs);
      const failed = await identityOf(world, EmailIdentity);
      assert.equal(failed.VerificationStatus, "FAILED");
      assert.equal(failed.VerifiedForSendingStatus, false);

      publishCnames(world, EmailIdentity, dkim);
      await world.leap(dayMs);
      assert.equal((await identityOf(world, EmailIdentity)).VerificationStatus, "FAILED");
      await world.plain("POST", `/signet/v1/identities/${EmailIdentity}/check`);
      await world.settle();
      assert.equal((await identityOf(world, EmailIdentity)).VerificationStatus, "SUCCESS");
    });

    test("SERVFAIL for days changes nothing, before a domain is verified and after", async () => {
      await using world = await World.start(engine);
      world.dns.behave("*", "servfail");
      const created = await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
      for (let day = 0; day < 4; day++) await world.leap(dayMs);
      const waiting = await identityOf(world, EmailIdentity);
      assert.equal(waiting.VerificationStatus, "PENDING");
      assert.equal(waiting.VerificationInfo?.ErrorType, "DNS_SERVER_ERROR");

      world.dns.recover("*");
      publishCnames(world, EmailIdentity, created.DkimAttributes);
      await world.leap(dayMs);
      await world.pass(minuteMs);
      assert.equal((await identityOf(world, EmailIdentity)).VerificationStatus, "SUCCESS");

      world.dns.behave("*", "servfail");
      for (let day = 0; day < 4; day++) await world.leap(dayMs);
      const unseen = await identityOf(world, EmailIdentity);
      assert.equal(unseen.VerificationStatus, "SUCCESS");
      assert.equal(unseen.VerificationInfo?.ErrorType, "DNS_SERVER_ERROR");
    });

    test("silence is no absence either", async () => {
      await using world = await World.start(engine, { quickSilence: true });
      await verifiedDomain(world, EmailIdentity);
      world.dns.behave("*", "silent");
      await world.leap(4 * dayMs);
      const unseen = await identityOf(world, EmailIdentity);
      assert.equal(unseen.VerificationStatus, "SUCCESS");
      assert.equal(unseen.VerificationInfo?.ErrorType, "DNS_SERVER_ERROR");
    });
  });
}

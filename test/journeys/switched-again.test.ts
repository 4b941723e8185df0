import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { describe, test } from "node:test";
import { PutEmailIdentityDkimSigningAttributesCommand } from "@aws-sdk/client-sesv2";
import { hourMs, minuteMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { identityOf, verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const EmailIdentity = "example.test";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
const ownKey = {
  DomainSigningSelector: "mine",
  DomainSigningPrivateKey: privateKey.export({ type: "pkcs1", format: "der" }).toString("base64"),
};

/** Other keys, so that the search for them begins anew. */
async function switchKeys(world: World): Promise<void> {
  await world.ses.send(
    new PutEmailIdentityDkimSigningAttributesCommand({
      EmailIdentity,
      SigningAttributesOrigin: "EXTERNAL",
      SigningAttributes: ownKey,
    }),
  );
}

for (const engine of engines) {
  describe(`a verified domain whose keys are switched, on ${engine}`, () => {
    test("it stays verified while the new ones are looked for, but not by being switched again and again", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, EmailIdentity);
      world.zone(EmailIdentity);
      await switchKeys(world);
      await world.leap(70 * hourMs);
      assert.equal((await identityOf(world, EmailIdentity)).VerificationStatus, "SUCCESS");

      await switchKeys(world);
      await world.leap(70 * hourMs);
      const doubtful = await identityOf(world, EmailIdentity);
      assert.equal(doubtful.VerificationStatus, "TEMPORARY_FAILURE");
      assert.equal(doubtful.VerifiedForSendingStatus, true);
      assert.equal(doubtful.DkimAttributes?.Status, "PENDING");

      for (const _ of [1, 2]) {
        await switchKeys(world);
        await world.leap(70 * hourMs);
      }
      const unproven = await identityOf(world, EmailIdentity);
      assert.equal(unproven.VerificationStatus, "PENDING");
      assert.equal(unproven.VerifiedForSendingStatus, false);
    });

    test("one whose records have vanished may send on while its owner mends them with other keys", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, EmailIdentity);
      world.zone(EmailIdentity);
      await world.leap(6 * hourMs);
      await world.pass(3 * minuteMs);
      await switchKeys(world);
      await world.pass(minuteMs);
      const mended = await identityOf(world, EmailIdentity);
      assert.equal(mended.VerificationStatus, "TEMPORARY_FAILURE");
      assert.equal(mended.VerifiedForSendingStatus, true);
    });
  });
}

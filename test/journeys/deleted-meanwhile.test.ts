import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CreateEmailIdentityCommand, DeleteEmailIdentityCommand } from "@aws-sdk/client-sesv2";
import { minuteMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { publishCnames } from "#test/support/publish.ts";
import { identityOf, verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const EmailIdentity = "example.test";
const warnLevel = 40;

/** A verified domain with a check of it under way: its name server has been asked and takes its time. */
async function duringACheck(world: World): Promise<void> {
  await verifiedDomain(world, EmailIdentity);
  world.dns.behave("*", { delayMs: 200 });
  await world.leap(minuteMs);
  const asked = world.dns.history.length;
  await world.plain("POST", `/signet/v1/identities/${EmailIdentity}/check`);
  await world.runUntil(async () => await Promise.resolve(world.dns.history.length > asked));
}

for (const engine of engines) {
  describe(`a domain that is deleted while it is checked, on ${engine}`, () => {
    test("nothing is recorded of it, nothing has failed, and nobody is said to have taken it over", async () => {
      await using world = await World.start(engine, { settings: { SIGNET_LOG: "debug" } });
      await duringACheck(world);
      await world.ses.send(new DeleteEmailIdentityCommand({ EmailIdentity }));
      await world.settle();
      const checks = await world.call("GET", `/signet/v1/identities/${EmailIdentity}/checks`);
      assert.equal(checks.status, 404);
      const lines = world.logged.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
      const { outcome } = lines.findLast(({ worker }) => worker === "check-identities") ?? {};
      assert.equal(outcome, "not-wanted");
      assert.deepEqual(
        lines.filter(({ level }) => Number(level) >= warnLevel),
        [],
      );
    });

    test("created again during its very first check, it is checked anew", async () => {
      await using world = await World.start(engine);
      world.dns.behave("*", { delayMs: 200 });
      world.zone(EmailIdentity);
      for (const life of [1, 2]) {
        const asked = world.dns.history.length;
        const { DkimAttributes } = await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
        await world.runUntil(async () => await Promise.resolve(world.dns.history.length > asked));
        if (life === 1) await world.ses.send(new DeleteEmailIdentityCommand({ EmailIdentity }));
        else publishCnames(world, EmailIdentity, DkimAttributes);
      }
      world.dns.recover("*");
      await world.pass(minuteMs);
      assert.equal((await identityOf(world, EmailIdentity)).VerificationStatus, "SUCCESS");
    });

    test("created again, it is not what the check of the old one found", async () => {
      await using world = await World.start(engine);
      await duringACheck(world);
      await world.ses.send(new DeleteEmailIdentityCommand({ EmailIdentity }));
      const created = await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
      await world.settle();
      const anew = await identityOf(world, EmailIdentity);
      assert.equal(anew.VerificationStatus, "PENDING");
      assert.equal(anew.DkimAttributes?.LastKeyGenerationTimestamp, undefined);
      publishCnames(world, EmailIdentity, created.DkimAttributes);
      world.dns.recover("*");
      await world.pass(minuteMs);
      assert.equal((await identityOf(world, EmailIdentity)).VerificationStatus, "SUCCESS");
    });
  });
}

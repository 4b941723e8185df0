import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  CreateEmailIdentityCommand,
  CreateEmailIdentityPolicyCommand,
  GetEmailIdentityCommand,
} from "@aws-sdk/client-sesv2";
import { minuteMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { publishedTexts } from "#test/support/our-dns.ts";
import { publishCnames } from "#test/support/publish.ts";
import { identityOf, verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const EmailIdentity = "example.test";
const address = "ann@example.test";

for (const engine of engines) {
  describe(`a restart, on ${engine}`, () => {
    test("everything is there afterwards, to the last member", async () => {
      await using world = await World.start(engine);
      const { Tokens = [] } = await verifiedDomain(world, EmailIdentity);
      await world.ses.send(
        new CreateEmailIdentityCommand({
          EmailIdentity: address,
          Tags: [{ Key: "whose", Value: "mine" }],
        }),
      );
      const Policy = JSON.stringify({ Statement: [] });
      await world.ses.send(
        new CreateEmailIdentityPolicyCommand({ EmailIdentity, PolicyName: "one", Policy }),
      );
      const message = await world.inbox(address);
      const before = await everythingIn(world);
      const key = world.app.localKey;
      const signingKey = await publishedTexts(world, `${Tokens[0]}.dkim.signet.localhost`);

      await world.restart();
      assert.deepEqual(await everythingIn(world), before);
      assert.deepEqual(world.app.localKey, key);
      assert.deepEqual(await publishedTexts(world, `${Tokens[0]}.dkim.signet.localhost`), signingKey);
      assert.equal((await world.inbox(address)).source, message.source);
    });

    test("a check that is pending goes on", async () => {
      await using world = await World.start(engine);
      const { DkimAttributes } = await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
      await world.pass(minuteMs);
      await world.restart();
      publishCnames(world, EmailIdentity, DkimAttributes);
      await world.pass(minuteMs);
      assert.equal((await identityOf(world, EmailIdentity)).VerificationStatus, "SUCCESS");
    });

    test("a stop in the middle of a check is no failure, and the check is done after the start", async () => {
      await using world = await World.start(engine);
      world.dns.behave("*", "silent");
      const { DkimAttributes } = await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
      // The check waits for servers that do not answer; nobody waits for it.
      await world.runUntil(async () => await Promise.resolve(world.dns.history.length > 0));
      await world.stop();
      world.dns.recover("*");
      publishCnames(world, EmailIdentity, DkimAttributes);
      await world.restart();
      await world.pass(10_000);
      assert.equal((await identityOf(world, EmailIdentity)).VerificationStatus, "SUCCESS");
    });

    test("a link that was mailed before the restart works after it", async () => {
      await using world = await World.start(engine, {
        settings: { SIGNET_PUBLIC_URL: "http://mail.localhost" },
      });
      await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: address }));
      const { text } = await world.inbox(address);
      const link = new URL(/http:\S+\/verify\/\S+/.exec(text)?.[0] ?? "");
      await world.restart();
      assert.equal((await fetch(new URL(link.pathname, world.app.httpUrl))).status, 200);
      assert.equal((await identityOf(world, address)).VerificationStatus, "SUCCESS");
    });
  });
}

async function everythingIn(world: World): Promise<unknown[]> {
  return await Promise.all(
    [EmailIdentity, address].map(async (name) => {
      const command = new GetEmailIdentityCommand({ EmailIdentity: name });
      const { $metadata: _, ...identity } = await world.ses.send(command);
      return identity;
    }),
  );
}

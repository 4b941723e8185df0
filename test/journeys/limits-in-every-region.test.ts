import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  CreateEmailIdentityCommand,
  GetAccountCommand,
  GetEmailIdentityCommand,
  SendEmailCommand,
} from "@aws-sdk/client-sesv2";
import type { AccountSettings } from "#features/account/index.ts";
import { minuteMs, secondMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { operatorOf } from "#test/support/operator.ts";
import { publishCnames } from "#test/support/publish.ts";
import { World } from "#test/support/world.ts";

const account = "000000000000";
const [home, away, faraway] = ["us-east-1", "eu-west-1", "ap-south-1"] as const;

/** Sends from a domain that is verified in a region, which nobody has to be asked for. */
async function senderIn(world: World, region: string) {
  const ses = world.client({ region });
  const domain = `${region}.test`;
  const { DkimAttributes } = await ses.send(new CreateEmailIdentityCommand({ EmailIdentity: domain }));
  publishCnames(world, domain, DkimAttributes);
  await world.pass(minuteMs);
  const { VerificationStatus } = await ses.send(new GetEmailIdentityCommand({ EmailIdentity: domain }));
  assert.equal(VerificationStatus, "SUCCESS");
  const send = async (...ToAddresses: string[]) =>
    await ses.send(
      new SendEmailCommand({
        FromEmailAddress: `ann@${domain}`,
        Destination: { ToAddresses },
        Content: { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello" } } } },
      }),
    );
  return { send, quota: async () => (await ses.send(new GetAccountCommand({}))).SendQuota };
}

for (const engine of engines) {
  describe(`what the operator limits, on ${engine}`, () => {
    test("is not got round in another region", async () => {
      await using world = await World.start(engine);
      await using operator = await operatorOf(world);
      const limit = async (region: string, limits: Partial<AccountSettings>) => {
        await operator.account.change({ account, region }, limits);
        await world.leap(2 * secondMs);
      };
      const [atHome, elsewhere, further] = [
        await senderIn(world, home),
        await senderIn(world, away),
        await senderIn(world, faraway),
      ];

      await limit(home, { productionAccess: false });
      await assert.rejects(elsewhere.send("bob@far.example"), { name: "MessageRejected" });
      await limit(home, { productionAccess: true, max24HourSend: 3 });
      await atHome.send("a@far.example");
      await elsewhere.send("a@far.example");
      await further.send("a@far.example");
      for (const { send, quota } of [atHome, elsewhere, further]) {
        await assert.rejects(send("b@far.example"), { name: "LimitExceededException" });
        assert.deepEqual(await quota(), { Max24HourSend: 3, MaxSendRate: 1_000_000, SentLast24Hours: 3 });
      }

      await limit(home, { max24HourSend: undefined, maxSendRate: 1 });
      await elsewhere.send(
        "a@far.example",
        "b@far.example",
        "c@far.example",
        "d@far.example",
        "e@far.example",
      );
      await assert.rejects(further.send("a@far.example"), { name: "TooManyRequestsException" });
      await limit(home, { maxSendRate: undefined });
      await further.send("a@far.example");
    });

    test("in one region holds there alone, beside what holds in all", async () => {
      await using world = await World.start(engine);
      await using operator = await operatorOf(world);
      const limit = async (region: string, limits: Partial<AccountSettings>) => {
        await operator.account.change({ account, region }, limits);
        await world.leap(2 * secondMs);
      };
      const [atHome, elsewhere] = [await senderIn(world, home), await senderIn(world, away)];
      await limit(away, { max24HourSend: 1, productionAccess: false });
      await atHome.send("a@far.example", "b@far.example");
      await assert.rejects(elsewhere.send("bob@far.example"), { name: "MessageRejected" });
      await limit(away, { productionAccess: true });
      await limit(home, { max24HourSend: 10 });
      await elsewhere.send("a@far.example");
      await assert.rejects(elsewhere.send("a@far.example"), { name: "LimitExceededException" });
      await atHome.send("a@far.example");
      assert.equal((await atHome.quota())?.SentLast24Hours, 4);
      assert.equal((await elsewhere.quota())?.Max24HourSend, 1);
    });
  });
}

import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import {
  CreateEmailIdentityCommand,
  GetAccountCommand,
  PutAccountDedicatedIpWarmupAttributesCommand,
  PutAccountDeliveryAttributesCommand,
  PutAccountDetailsCommand,
  PutAccountPricingAttributesCommand,
  PutAccountSendingAttributesCommand,
  PutAccountSuppressionAttributesCommand,
  type PutAccountSuppressionAttributesCommandInput,
  PutAccountVdmAttributesCommand,
  type SESv2Client,
  SendEmailCommand,
} from "@aws-sdk/client-sesv2";
import { dayMs, minuteMs, secondMs } from "#platform/clock.ts";
import { describeOperation, refused } from "#test/support/operation.ts";
import { operatorOf } from "#test/support/operator.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";

describeOperation("GetAccount", (world) => {
  const read = async (client: SESv2Client) => {
    const { $metadata, ...account } = await client.send(new GetAccountCommand({}));
    assert.equal($metadata.httpStatusCode, 200);
    return account;
  };

  test("an account nobody has set anything for is not limited", async () => {
    assert.deepEqual(await read(world().client({ region: "eu-north-1" })), {
      DedicatedIpAutoWarmupEnabled: true,
      EnforcementStatus: "HEALTHY",
      ProductionAccessEnabled: true,
      SendQuota: { Max24HourSend: -1, MaxSendRate: 1_000_000, SentLast24Hours: 0 },
      SendingEnabled: true,
      SuppressionAttributes: { SuppressedReasons: ["BOUNCE", "COMPLAINT"] },
    });
  });

  test("a rate without a limit is one that programs can send in batches of, and wait by", async () => {
    const { MaxSendRate = 0 } = (await read(world().client({ region: "eu-south-1" }))).SendQuota ?? {};
    const recipients = ["a@far.example", "b@far.example"];
    assert.deepEqual(recipients.slice(0, MaxSendRate), recipients);
    assert.ok(secondMs / MaxSendRate > 0);
  });

  test("what is put is shown; each call changes its own part", async () => {
    const client = world().client({ region: "eu-west-2" });
    await client.send(new PutAccountSuppressionAttributesCommand({ SuppressedReasons: ["COMPLAINT"] }));
    await client.send(new PutAccountDedicatedIpWarmupAttributesCommand({ AutoWarmupEnabled: false }));
    const VdmAttributes = {
      VdmEnabled: "ENABLED" as const,
      DashboardAttributes: { EngagementMetrics: "ENABLED" as const },
    };
    await client.send(new PutAccountVdmAttributesCommand({ VdmAttributes }));
    const Details = {
      MailType: "MARKETING" as const,
      WebsiteURL: "https://shop.example",
      ContactLanguage: "EN" as const,
      UseCaseDescription: "News",
      AdditionalContactEmailAddresses: ["ops@shop.example"],
    };
    await client.send(new PutAccountDetailsCommand({ ...Details, ProductionAccessEnabled: true }));
    await client.send(new PutAccountPricingAttributesCommand({ Plan: "PRO" }));
    await client.send(new PutAccountDeliveryAttributesCommand({ SharedPoolDeliveryMode: "REGIONAL" }));
    await client.send(new PutAccountSendingAttributesCommand({ SendingEnabled: false }));
    const account = await read(client);
    assert.deepEqual(
      [account.SuppressionAttributes, account.DedicatedIpAutoWarmupEnabled, account.SendingEnabled],
      [{ SuppressedReasons: ["COMPLAINT"] }, false, false],
    );
    assert.deepEqual(account.PricingAttributes, { CurrentPlan: "PRO" });
    assert.deepEqual(account.DeliveryAttributes, { SharedPoolDeliveryMode: "REGIONAL" });
    assert.deepEqual([account.Details, account.VdmAttributes], [Details, VdmAttributes]);
    await assert.rejects(
      client.send(new PutAccountDetailsCommand({ ...Details, AdditionalContactEmailAddresses: ["nobody"] })),
      { name: "BadRequestException" },
    );
  });

  test("suppression reasons and Auto Validation are put by one call, and what it leaves out stays", async () => {
    const client = world().client({ region: "eu-west-3" });
    const put = async (input: PutAccountSuppressionAttributesCommandInput) => {
      await client.send(new PutAccountSuppressionAttributesCommand(input));
      return (await read(client)).SuppressionAttributes;
    };
    const high = {
      ConditionThreshold: {
        ConditionThresholdEnabled: "ENABLED",
        OverallConfidenceThreshold: { ConfidenceVerdictThreshold: "HIGH" },
      },
    } as const;
    const off = { ConditionThreshold: { ConditionThresholdEnabled: "DISABLED" } } as const;
    assert.deepEqual(await put({ ValidationAttributes: high }), {
      SuppressedReasons: ["BOUNCE", "COMPLAINT"],
      ValidationAttributes: high,
    });
    assert.deepEqual(await put({ SuppressedReasons: ["BOUNCE"] }), {
      SuppressedReasons: ["BOUNCE"],
      ValidationAttributes: high,
    });
    assert.deepEqual(await put({ ValidationAttributes: off }), {
      SuppressedReasons: ["BOUNCE"],
      ValidationAttributes: off,
    });
    assert.deepEqual(await put({ SuppressedReasons: [] }), {
      SuppressedReasons: [],
      ValidationAttributes: off,
    });
    assert.deepEqual(await put({}), { SuppressedReasons: [], ValidationAttributes: off });
  });

  test("switched off, in the sandbox, over the rate and over the day's quota, nothing is accepted", async () => {
    await verifiedDomain(world(), "limits.test");
    const client = world().ses;
    const owner = { account: "000000000000", region: "us-east-1" };
    await using operator = await operatorOf(world());
    const change = async (settings: Parameters<typeof operator.account.change>[1]) => {
      await operator.account.change(owner, settings);
      await world().leap(2 * secondMs);
    };
    const send = async (...ToAddresses: string[]) =>
      await client.send(
        new SendEmailCommand({
          FromEmailAddress: "ann@limits.test",
          Destination: { ToAddresses },
          Content: { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello" } } } },
        }),
      );
    await client.send(new PutAccountSendingAttributesCommand({ SendingEnabled: false }));
    const off = "Email sending is disabled for your account.";
    await refused(send("a@limits.example"), "SendingPausedException", 400, off);
    await client.send(new PutAccountSendingAttributesCommand({ SendingEnabled: true }));

    await change({ productionAccess: false });
    const unverified =
      "Email address is not verified. The following identities failed the check in region US-EAST-1: a@limits.example";
    await refused(send("a@limits.example"), "MessageRejected", 400, unverified);
    await refused(
      client.send(
        new SendEmailCommand({
          FromEmailAddress: '"Eve" <eve@nobody.test>',
          Destination: {
            ToAddresses: ["b@limits.test", '"Ann" <a@limits.example>'],
            BccAddresses: ["c@limits.example", "eve@nobody.test"],
          },
          Content: { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello" } } } },
        }),
      ),
      "MessageRejected",
      400,
      'Email address is not verified. The following identities failed the check in region US-EAST-1: "Eve" <eve@nobody.test>, "Ann" <a@limits.example>, c@limits.example, eve@nobody.test',
    );
    await send("b@limits.test");
    await send("success@simulator.amazonses.com");
    await change({ productionAccess: true });

    await change({ maxSendRate: 2 });
    await send("a@limits.example", "b@limits.example");
    await send("a@limits.example", "b@limits.example", "c@limits.example", "d@limits.example");
    await refused(
      send("a@limits.example"),
      "TooManyRequestsException",
      429,
      "Maximum sending rate exceeded.",
    );
    await world().leap(3 * secondMs);
    // On PostgreSQL the rate goes by the time of the server, which is nobody's to advance.
    if (operator.database.engine === "postgres") await delay(2.5 * secondMs);
    await send("a@limits.example");
    await change({ maxSendRate: undefined });

    const { SendQuota } = await read(client);
    const sent = SendQuota?.SentLast24Hours ?? 0;
    assert.equal(sent, 8);
    await change({ max24HourSend: sent + 2 });
    await send("a@limits.example", "b@limits.example");
    const over = "Daily message quota exceeded.";
    await refused(send("a@limits.example"), "LimitExceededException", 400, over);
    await send("success@simulator.amazonses.com");
    await world().leap(dayMs + 10 * minuteMs);
    await send("a@limits.example");
    await change({ max24HourSend: undefined });
    await client.send(new CreateEmailIdentityCommand({ EmailIdentity: "after@limits.example" }));
  });
});

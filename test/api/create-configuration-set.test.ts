import assert from "node:assert/strict";
import { test } from "node:test";
import { CreateConfigurationSetCommand, GetConfigurationSetCommand } from "@aws-sdk/client-sesv2";
import { describeOperation, refused } from "#test/support/operation.ts";

describeOperation("CreateConfigurationSet", (world) => {
  const create = async (input: ConstructorParameters<typeof CreateConfigurationSetCommand>[0]) =>
    await world().ses.send(new CreateConfigurationSetCommand(input));
  const get = async (ConfigurationSetName: string) => {
    const { $metadata, ...set } = await world().ses.send(
      new GetConfigurationSetCommand({ ConfigurationSetName }),
    );
    assert.equal($metadata.httpStatusCode, 200);
    return set;
  };

  test("answers nothing, and a set that was made without options has SES's defaults", async () => {
    const { $metadata, ...output } = await create({ ConfigurationSetName: "plain" });
    assert.equal($metadata.httpStatusCode, 200);
    assert.deepEqual(output, {});
    assert.deepEqual(await get("plain"), {
      ConfigurationSetName: "plain",
      ReputationOptions: { ReputationMetricsEnabled: true },
      SendingOptions: { SendingEnabled: true },
      Tags: [],
    });
  });

  test("every group that is given comes back as it was given", async () => {
    const given = {
      ConfigurationSetName: "full",
      DeliveryOptions: { TlsPolicy: "REQUIRE", MaxDeliverySeconds: 300 },
      ReputationOptions: { ReputationMetricsEnabled: false },
      SendingOptions: { SendingEnabled: false },
      SuppressionOptions: {
        SuppressedReasons: ["COMPLAINT"],
        SuppressionScope: "ACCOUNT",
        ValidationOptions: {
          ConditionThreshold: {
            ConditionThresholdEnabled: "ENABLED",
            OverallConfidenceThreshold: { ConfidenceVerdictThreshold: "HIGH" },
          },
        },
      },
      VdmOptions: {
        DashboardOptions: { EngagementMetrics: "ENABLED" },
        GuardianOptions: { OptimizedSharedDelivery: "DISABLED" },
      },
      ArchivingOptions: {
        ArchiveArn: "arn:aws:ses:us-east-1:000000000000:mailmanager-archive/a-abcdefghijklmnopqrstuvwx",
      },
      MessageSecurityOptions: { SigningScheme: { DefaultScheme: {} } },
      Tags: [{ Key: "team", Value: "mail" }],
    } as const;
    await create(structuredClone(given) as never);
    assert.deepEqual(await get("full"), given);
  });

  test("a flag that is left out of its group is off", async () => {
    await create({ ConfigurationSetName: "off", SendingOptions: {}, ReputationOptions: {} });
    const { SendingOptions, ReputationOptions } = await get("off");
    assert.deepEqual(
      [SendingOptions?.SendingEnabled, ReputationOptions?.ReputationMetricsEnabled],
      [false, false],
    );
  });

  test("an empty list of reasons is kept apart from none", async () => {
    await create({ ConfigurationSetName: "unsuppressed", SuppressionOptions: { SuppressedReasons: [] } });
    assert.deepEqual((await get("unsuppressed")).SuppressionOptions, { SuppressedReasons: [] });
  });

  test("a name is taken once", async () => {
    await create({ ConfigurationSetName: "twice" });
    await refused(
      create({ ConfigurationSetName: "twice" }),
      "AlreadyExistsException",
      400,
      "Configuration set twice already exists.",
    );
  });

  test("a name that is none is refused", async () => {
    const message =
      "Invalid configuration set name <bad name>: only alphanumeric ASCII characters, '_', and '-' are allowed.";
    await refused(create({ ConfigurationSetName: "bad name" }), "BadRequestException", 400, message);
  });

  test("a redirect domain that is not verified is refused, and nothing is left behind", async () => {
    const TrackingOptions = { CustomRedirectDomain: "nobody.test" };
    const message = "Domain <nobody.test> is not verified under this account.";
    await refused(
      create({ ConfigurationSetName: "tracked", TrackingOptions }),
      "BadRequestException",
      400,
      message,
    );
    await refused(get("tracked"), "NotFoundException", 404, "Configuration set <tracked> does not exist.");
  });

  test("tags that break the rules are refused, and nothing is left behind", async () => {
    const Tags = [
      { Key: "a", Value: "1" },
      { Key: "a", Value: "2" },
    ];
    const message = "Cannot provide multiple tags with the same key";
    await refused(create({ ConfigurationSetName: "tagged", Tags }), "BadRequestException", 400, message);
    await refused(get("tagged"), "NotFoundException", 404, "Configuration set <tagged> does not exist.");
  });

  test("the plain dialect says which set was made", async () => {
    const made = await world().plain<{ id: string; created_at: string }>(
      "POST",
      "/v2/email/configuration-sets",
      {
        ConfigurationSetName: "in-plain-words",
      },
    );
    assert.match(made.id, /^cfg_/);
    assert.ok(!Number.isNaN(Date.parse(made.created_at)));
  });
});

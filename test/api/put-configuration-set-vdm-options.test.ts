import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateConfigurationSetCommand,
  GetConfigurationSetCommand,
  PutConfigurationSetVdmOptionsCommand,
} from "@aws-sdk/client-sesv2";
import { describeOperation, refused } from "#test/support/operation.ts";

type Options = Omit<
  ConstructorParameters<typeof PutConfigurationSetVdmOptionsCommand>[0],
  "ConfigurationSetName"
>;

describeOperation("PutConfigurationSetVdmOptions", (world) => {
  const create = async (ConfigurationSetName: string) =>
    await world().ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName }));
  const put = async (ConfigurationSetName: string, options: Options) =>
    await world().ses.send(new PutConfigurationSetVdmOptionsCommand({ ConfigurationSetName, ...options }));
  const seen = async (ConfigurationSetName: string) =>
    (await world().ses.send(new GetConfigurationSetCommand({ ConfigurationSetName }))).VdmOptions;

  test("options are set, and cleared by none", async () => {
    const VdmOptions = { DashboardOptions: { EngagementMetrics: "ENABLED" } } as const;
    await create("vdm");
    await put("vdm", { VdmOptions });
    assert.deepEqual(await seen("vdm"), VdmOptions);
    await put("vdm", {});
    assert.equal(await seen("vdm"), undefined);
  });

  test("a value that is none is refused with its path", async () => {
    await create("path");
    const VdmOptions = { GuardianOptions: { OptimizedSharedDelivery: "MAYBE" as "ENABLED" } };
    const message =
      "1 validation error detected: Value at 'vdmOptions.guardianOptions.optimizedSharedDelivery' failed to satisfy constraint: Member must satisfy enum value set: [ENABLED, DISABLED]";
    await refused(put("path", { VdmOptions }), "BadRequestException", 400, message);
  });

  test("a set that is not there is not found", async () => {
    const message = "Configuration set <nothing> does not exist.";
    await refused(put("nothing", {}), "NotFoundException", 404, message);
  });
});

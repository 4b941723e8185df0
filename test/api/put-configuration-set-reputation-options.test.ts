import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateConfigurationSetCommand,
  GetConfigurationSetCommand,
  PutConfigurationSetReputationOptionsCommand,
} from "@aws-sdk/client-sesv2";
import { describeOperation, refused } from "#test/support/operation.ts";

type Options = Omit<
  ConstructorParameters<typeof PutConfigurationSetReputationOptionsCommand>[0],
  "ConfigurationSetName"
>;

describeOperation("PutConfigurationSetReputationOptions", (world) => {
  const create = async (ConfigurationSetName: string) =>
    await world().ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName }));
  const put = async (ConfigurationSetName: string, options: Options) =>
    await world().ses.send(
      new PutConfigurationSetReputationOptionsCommand({ ConfigurationSetName, ...options }),
    );
  const seen = async (ConfigurationSetName: string) =>
    (await world().ses.send(new GetConfigurationSetCommand({ ConfigurationSetName }))).ReputationOptions;

  test("metrics are switched off and on; a flag that is left out switches them off", async () => {
    await create("flag");
    await put("flag", { ReputationMetricsEnabled: false });
    assert.deepEqual(await seen("flag"), { ReputationMetricsEnabled: false });
    await put("flag", { ReputationMetricsEnabled: true });
    assert.deepEqual(await seen("flag"), { ReputationMetricsEnabled: true });
    await put("flag", {});
    assert.deepEqual(await seen("flag"), { ReputationMetricsEnabled: false });
  });

  test("a set that is not there is not found", async () => {
    const message = "Configuration set <nothing> does not exist.";
    await refused(put("nothing", {}), "NotFoundException", 404, message);
  });
});

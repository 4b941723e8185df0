import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateConfigurationSetCommand,
  GetConfigurationSetCommand,
  PutConfigurationSetSuppressionOptionsCommand,
} from "@aws-sdk/client-sesv2";
import { describeOperation, refused } from "#test/support/operation.ts";

type Options = Omit<
  ConstructorParameters<typeof PutConfigurationSetSuppressionOptionsCommand>[0],
  "ConfigurationSetName"
>;

describeOperation("PutConfigurationSetSuppressionOptions", (world) => {
  const create = async (ConfigurationSetName: string) =>
    await world().ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName }));
  const put = async (ConfigurationSetName: string, options: Options) =>
    await world().ses.send(
      new PutConfigurationSetSuppressionOptionsCommand({ ConfigurationSetName, ...options }),
    );
  const seen = async (ConfigurationSetName: string) =>
    (await world().ses.send(new GetConfigurationSetCommand({ ConfigurationSetName }))).SuppressionOptions;

  test("reasons replace the account's, an empty list too; left out, the account's hold again", async () => {
    await create("reasons");
    assert.equal(await seen("reasons"), undefined);
    await put("reasons", { SuppressedReasons: ["BOUNCE"], SuppressionScope: "TENANT" });
    assert.deepEqual(await seen("reasons"), { SuppressedReasons: ["BOUNCE"], SuppressionScope: "TENANT" });
    await put("reasons", { SuppressedReasons: [] });
    assert.deepEqual(await seen("reasons"), { SuppressedReasons: [] });
    await put("reasons", {});
    assert.equal(await seen("reasons"), undefined);
  });

  test("a scope alone leaves the reasons to the tenant or the account", async () => {
    await create("scope");
    await put("scope", { SuppressionScope: "ACCOUNT" });
    assert.deepEqual(await seen("scope"), { SuppressionScope: "ACCOUNT" });
  });

  test("a validation alone leaves them too", async () => {
    await create("validation");
    const ValidationOptions = { ConditionThreshold: { ConditionThresholdEnabled: "ENABLED" as const } };
    await put("validation", { ValidationOptions });
    assert.deepEqual(await seen("validation"), { ValidationOptions });
  });

  test("a set that is not there is not found", async () => {
    const message = "Configuration set <nothing> does not exist.";
    await refused(put("nothing", {}), "NotFoundException", 404, message);
  });
});

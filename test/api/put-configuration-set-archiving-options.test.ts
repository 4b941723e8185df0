import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateConfigurationSetCommand,
  GetConfigurationSetCommand,
  PutConfigurationSetArchivingOptionsCommand,
} from "@aws-sdk/client-sesv2";
import { describeOperation, refused } from "#test/support/operation.ts";

type Options = Omit<
  ConstructorParameters<typeof PutConfigurationSetArchivingOptionsCommand>[0],
  "ConfigurationSetName"
>;

describeOperation("PutConfigurationSetArchivingOptions", (world) => {
  const create = async (ConfigurationSetName: string) =>
    await world().ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName }));
  const put = async (ConfigurationSetName: string, options: Options) =>
    await world().ses.send(
      new PutConfigurationSetArchivingOptionsCommand({ ConfigurationSetName, ...options }),
    );
  const seen = async (ConfigurationSetName: string) =>
    (await world().ses.send(new GetConfigurationSetCommand({ ConfigurationSetName }))).ArchivingOptions;

  test("an archive is set, and cleared by none", async () => {
    const ArchiveArn = "arn:aws:ses:us-east-1:000000000000:mailmanager-archive/a-abcdefghijklmnopqrstuvwx";
    await create("kept");
    await put("kept", { ArchiveArn });
    assert.deepEqual(await seen("kept"), { ArchiveArn });
    await put("kept", {});
    assert.equal(await seen("kept"), undefined);
  });

  test("a set that is not there is not found", async () => {
    const message = "Configuration set <nothing> does not exist.";
    await refused(put("nothing", {}), "NotFoundException", 404, message);
  });
});

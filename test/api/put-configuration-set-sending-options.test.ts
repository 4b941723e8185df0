import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateConfigurationSetCommand,
  GetConfigurationSetCommand,
  PutConfigurationSetSendingOptionsCommand,
} from "@aws-sdk/client-sesv2";
import { describeOperation, refused } from "#test/support/operation.ts";

type Options = Omit<
  ConstructorParameters<typeof PutConfigurationSetSendingOptionsCommand>[0],
  "ConfigurationSetName"
>;

describeOperation("PutConfigurationSetSendingOptions", (world) => {
  const create = async (ConfigurationSetName: string) =>
    await world().ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName }));
  const put = async (ConfigurationSetName: string, options: Options) =>
    await world().ses.send(
      new PutConfigurationSetSendingOptionsCommand({ ConfigurationSetName, ...options }),
    );
  const seen = async (ConfigurationSetName: string) =>
    (await world().ses.send(new GetConfigurationSetCommand({ ConfigurationSetName }))).SendingOptions;

  test("sending is paused and resumed; a flag that is left out pauses it", async () => {
    await create("flag");
    const { $metadata, ...output } = await put("flag", { SendingEnabled: false });
    assert.equal($metadata.httpStatusCode, 200);
    assert.deepEqual(output, {});
    assert.deepEqual(await seen("flag"), { SendingEnabled: false });
    await put("flag", { SendingEnabled: true });
    assert.deepEqual(await seen("flag"), { SendingEnabled: true });
    await put("flag", {});
    assert.deepEqual(await seen("flag"), { SendingEnabled: false });
  });

  test("a set that is not there is not found", async () => {
    const message = "Configuration set <nothing> does not exist.";
    await refused(put("nothing", {}), "NotFoundException", 404, message);
  });
});

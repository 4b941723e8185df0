import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateConfigurationSetCommand,
  GetConfigurationSetCommand,
  UpdateConfigurationSetCommand,
} from "@aws-sdk/client-sesv2";
import { describeOperation, refused } from "#test/support/operation.ts";

describeOperation("UpdateConfigurationSet", (world) => {
  const update = async (input: ConstructorParameters<typeof UpdateConfigurationSetCommand>[0]) =>
    await world().ses.send(new UpdateConfigurationSetCommand(input));

  test("the signing scheme is set, and stays when it is not named", async () => {
    const ConfigurationSetName = "signed";
    await world().ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName }));
    const scheme = async () =>
      (await world().ses.send(new GetConfigurationSetCommand({ ConfigurationSetName })))
        .MessageSecurityOptions;
    assert.equal(await scheme(), undefined);
    const plain = { SigningScheme: { DefaultScheme: {} } };
    await update({ ConfigurationSetName, MessageSecurityOptions: plain });
    assert.deepEqual(await scheme(), plain);
    await update({ ConfigurationSetName });
    await update({ ConfigurationSetName, MessageSecurityOptions: {} });
    assert.deepEqual(await scheme(), plain);
  });

  test("S/MIME is chosen, and its one format shown", async () => {
    const ConfigurationSetName = "smime";
    await world().ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName }));
    await update({ ConfigurationSetName, MessageSecurityOptions: { SigningScheme: { SmimeScheme: {} } } });
    const { MessageSecurityOptions } = await world().ses.send(
      new GetConfigurationSetCommand({ ConfigurationSetName }),
    );
    assert.deepEqual(MessageSecurityOptions, {
      SigningScheme: { SmimeScheme: { SignatureFormat: "DETACHED" } },
    });
  });

  test("a set that is not there is not found", async () => {
    const message = "Configuration set <nothing> does not exist.";
    await refused(update({ ConfigurationSetName: "nothing" }), "NotFoundException", 404, message);
  });
});

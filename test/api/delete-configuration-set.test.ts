import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateConfigurationSetCommand,
  CreateEmailIdentityCommand,
  DeleteConfigurationSetCommand,
  GetConfigurationSetCommand,
  GetEmailIdentityCommand,
} from "@aws-sdk/client-sesv2";
import { describeOperation, refused } from "#test/support/operation.ts";

describeOperation("DeleteConfigurationSet", (world) => {
  const remove = async (ConfigurationSetName: string) =>
    await world().ses.send(new DeleteConfigurationSetCommand({ ConfigurationSetName }));
  const missing = (name: string) => `Configuration set <${name}> does not exist.`;

  test("a deleted set is gone, and so are its tags when it is made anew", async () => {
    const ConfigurationSetName = "anew";
    const Tags = [{ Key: "a", Value: "" }];
    await world().ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName, Tags }));
    const { $metadata, ...output } = await remove("anew");
    assert.equal($metadata.httpStatusCode, 200);
    assert.deepEqual(output, {});
    const get = new GetConfigurationSetCommand({ ConfigurationSetName });
    await refused(world().ses.send(get), "NotFoundException", 404, missing("anew"));
    await world().ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName }));
    assert.deepEqual((await world().ses.send(get)).Tags, []);
  });

  test("a set that is not there cannot be deleted", async () => {
    await refused(remove("nothing"), "NotFoundException", 404, missing("nothing"));
  });

  test("an identity keeps the name of its deleted default set", async () => {
    const ConfigurationSetName = "default";
    const EmailIdentity = "ada@example.test";
    await world().ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName }));
    await world().ses.send(new CreateEmailIdentityCommand({ EmailIdentity, ConfigurationSetName }));
    await remove(ConfigurationSetName);
    const identity = await world().ses.send(new GetEmailIdentityCommand({ EmailIdentity }));
    assert.equal(identity.ConfigurationSetName, "default");
  });
});

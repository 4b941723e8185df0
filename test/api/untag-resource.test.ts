import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateConfigurationSetCommand,
  GetConfigurationSetCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-sesv2";
import { describeOperation, refused } from "#test/support/operation.ts";

const arnOf = (name: string) => `arn:aws:ses:us-east-1:000000000000:configuration-set/${name}`;

describeOperation("UntagResource", (world) => {
  const untag = async (ResourceArn: string, ...TagKeys: string[]) =>
    await world().ses.send(new UntagResourceCommand({ ResourceArn, TagKeys }));

  test("tags are removed by their keys; one that is not there does no harm", async () => {
    const ConfigurationSetName = "news";
    const Tags = ["a", "A", "b c"].map((Key) => ({ Key, Value: "" }));
    await world().ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName, Tags }));
    await untag(arnOf("news"), "a", "b c", "ghost");
    const set = await world().ses.send(new GetConfigurationSetCommand({ ConfigurationSetName }));
    assert.deepEqual(set.Tags, [{ Key: "A", Value: "" }]);
  });

  test("what is not there cannot be untagged", async () => {
    const message = "No ConfigurationSet present with name: nothing";
    await refused(untag(arnOf("nothing"), "a"), "NotFoundException", 404, message);
  });

  test("another region's resource is refused", async () => {
    const arn = arnOf("news").replace("us-east-1", "eu-west-1");
    await refused(untag(arn, "a"), "BadRequestException", 400, "Failed to untag resource");
  });
});

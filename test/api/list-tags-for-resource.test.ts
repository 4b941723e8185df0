import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateConfigurationSetCommand,
  CreateEmailIdentityCommand,
  ListTagsForResourceCommand,
} from "@aws-sdk/client-sesv2";
import { describeOperation, refused } from "#test/support/operation.ts";

const arnOf = (resource: string) => `arn:aws:ses:us-east-1:000000000000:${resource}`;
const Tags = [
  { Key: "a", Value: "1" },
  { Key: "b", Value: "Größe @ 2" },
];

describeOperation("ListTagsForResource", (world) => {
  const list = async (ResourceArn: string) => {
    const { $metadata, ...output } = await world().ses.send(new ListTagsForResourceCommand({ ResourceArn }));
    assert.equal($metadata.httpStatusCode, 200);
    return output;
  };

  test("lists what a resource was made with", async () => {
    await world().ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: "news", Tags }));
    await world().ses.send(new CreateEmailIdentityCommand({ EmailIdentity: "ada+x@example.test", Tags }));
    assert.deepEqual(await list(arnOf("configuration-set/news")), { Tags });
    assert.deepEqual(await list(arnOf("identity/ada+x@example.test")), { Tags });
  });

  test("a resource without tags has an empty list, and so has another region's ARN of it", async () => {
    await world().ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: "bare" }));
    assert.deepEqual(await list(arnOf("configuration-set/bare")), { Tags: [] });
    const elsewhere = arnOf("configuration-set/bare").replace("us-east-1", "eu-west-1");
    assert.deepEqual(await list(elsewhere), { Tags: [] });
  });

  test("an ARN without an account, as Terraform writes it where it was not told of one, is the caller's", async () => {
    await world().ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: "planned", Tags }));
    assert.deepEqual(await list(arnOf("configuration-set/planned").replace("000000000000", "")), { Tags });
  });

  test("what is no ARN of ours is refused", async () => {
    const format = "ResourceArn is not the expected format";
    await refused(list("invalid-arn"), "BadRequestException", 400, format);
    const message = "Operations on a resource created in a different account is not allowed";
    const foreign = arnOf("configuration-set/news").replace("000000000000", "999999999999");
    await refused(list(foreign), "BadRequestException", 400, message);
    const missing = "No ConfigurationSet present with name: nothing";
    await refused(list(arnOf("configuration-set/nothing")), "NotFoundException", 404, missing);
  });
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { CreateConfigurationSetCommand, GetConfigurationSetCommand } from "@aws-sdk/client-sesv2";
import { describeOperation, refused } from "#test/support/operation.ts";

describeOperation("GetConfigurationSet", (world) => {
  const get = async (ConfigurationSetName: string, region = "us-east-1") =>
    await world().client({ region }).send(new GetConfigurationSetCommand({ ConfigurationSetName }));
  const missing = (name: string) => `Configuration set <${name}> does not exist.`;

  test("a set is found in its region only, by its exact name", async () => {
    await world().ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: "news" }));
    assert.equal((await get("news")).ConfigurationSetName, "news");
    await refused(get("News"), "NotFoundException", 404, missing("News"));
    await refused(get("news", "eu-west-1"), "NotFoundException", 404, missing("news"));
  });

  test("a name that can be none is refused before anything is looked up", async () => {
    const name = "n".repeat(65);
    const message = "Configuration set name cannot exceed 64 characters.";
    await refused(get(name), "BadRequestException", 400, message);
    await refused(get("n".repeat(64)), "NotFoundException", 404, missing("n".repeat(64)));
  });

  test("the plain dialect has times in ISO 8601 and says which set it is", async () => {
    await world().ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: "plain" }));
    const set = await world().plain<Record<string, unknown>>("GET", "/v2/email/configuration-sets/plain");
    assert.match(String(set["created_at"]), /^\d{4}-\d\d-\d\dT.*Z$/);
    assert.equal(set["ConfigurationSetName"], "plain");
  });
});

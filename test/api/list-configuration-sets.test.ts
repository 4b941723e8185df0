import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateConfigurationSetCommand,
  ListConfigurationSetsCommand,
  ListEmailIdentitiesCommand,
} from "@aws-sdk/client-sesv2";
import { describeOperation, refused } from "#test/support/operation.ts";

const badToken = "The NextToken is not valid.";

describeOperation("ListConfigurationSets", (world) => {
  const client = (region: string) => world().client({ region });
  const list = async (
    region: string,
    input: ConstructorParameters<typeof ListConfigurationSetsCommand>[0] = {},
  ) => await client(region).send(new ListConfigurationSetsCommand(input));
  const create = async (region: string, ...names: string[]) => {
    for (const ConfigurationSetName of names) {
      await client(region).send(new CreateConfigurationSetCommand({ ConfigurationSetName }));
    }
  };

  test("a region without sets has an empty list and no token", async () => {
    const { $metadata, ...output } = await list("eu-north-1");
    assert.equal($metadata.httpStatusCode, 200);
    assert.deepEqual(output, { ConfigurationSets: [] });
  });

  test("names come in their order, a page at a time", async () => {
    await create("us-west-2", "c", "a", "B");
    const first = await list("us-west-2", { PageSize: 2 });
    assert.deepEqual(first.ConfigurationSets, ["B", "a"]);
    const second = await list("us-west-2", { PageSize: 2, NextToken: first.NextToken });
    assert.deepEqual(second.ConfigurationSets, ["c"]);
    assert.equal(second.NextToken, undefined);
  });

  test("the filter keeps names with a part, in either case", async () => {
    await create("eu-west-1", "news-eu", "NEWS-eu", "bills");
    const Filter = { CONFIGURATION_SET_NAME_CONTAINS: "news" };
    assert.deepEqual((await list("eu-west-1", { Filter })).ConfigurationSets, ["NEWS-eu", "news-eu"]);
  });

  test("a part of a name has 3 to 64 characters", async () => {
    const named = async (part: string) =>
      await list("us-east-1", { Filter: { CONFIGURATION_SET_NAME_CONTAINS: part } });
    for (const part of ["ab%", "a".repeat(64)]) assert.deepEqual((await named(part)).ConfigurationSets, []);
    for (const [part, bound] of [
      ["ab", "at least 3"],
      ["a".repeat(65), "at most 64"],
    ] as const) {
      const message = `Filter CONFIGURATION_SET_NAME_CONTAINS must be ${bound} characters.`;
      await refused(named(part), "BadRequestException", 400, message);
    }
  });

  test("older clients ask with GET", async () => {
    await create("us-east-1", "old");
    const data = await world().plain<object>("GET", "/v2/email/configuration-sets?PageSize=5");
    assert.deepEqual(data, { ConfigurationSets: ["old"] });
  });

  test("a token of another list, and none at all, are refused", async () => {
    await create("ap-south-1", "a", "b");
    const { NextToken } = await list("ap-south-1", { PageSize: 1 });
    const identities = new ListEmailIdentitiesCommand({ NextToken });
    await refused(client("ap-south-1").send(identities), "BadRequestException", 400, badToken);
    await refused(list("ap-south-1", { NextToken: "none" }), "BadRequestException", 400, badToken);
  });

  test("a page size out of bounds is refused", async () => {
    const message =
      "1 validation error detected: Value at 'pageSize' failed to satisfy constraint: Member must have value less than or equal to 1000";
    await refused(list("us-east-1", { PageSize: 1_001 }), "BadRequestException", 400, message);
  });
});

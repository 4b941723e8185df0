import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateConfigurationSetCommand,
  CreateDedicatedIpPoolCommand,
  DeleteDedicatedIpPoolCommand,
  GetDedicatedIpCommand,
  GetDedicatedIpPoolCommand,
  ListTagsForResourceCommand,
  PutDedicatedIpInPoolCommand,
  PutDedicatedIpPoolScalingAttributesCommand,
  PutDedicatedIpWarmupAttributesCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-sesv2";
import { describeOperation, refused } from "#test/support/operation.ts";

const arnOf = (pool: string) => `arn:aws:ses:us-east-1:000000000000:dedicated-ip-pool/${pool}`;
const gold = { Key: "plan", Value: "gold" };

describeOperation("CreateDedicatedIpPool", (world) => {
  const create = async (PoolName: string, Tags = [gold]) =>
    await world().ses.send(new CreateDedicatedIpPoolCommand({ PoolName, Tags }));
  const remove = async (PoolName: string) =>
    await world().ses.send(new DeleteDedicatedIpPoolCommand({ PoolName }));
  const tagsOf = async (pool: string) =>
    (await world().ses.send(new ListTagsForResourceCommand({ ResourceArn: arnOf(pool) }))).Tags;

  test("a pool carries tags, as Terraform makes, reads and changes them", async () => {
    await create("tagged");
    assert.deepEqual(await tagsOf("tagged"), [gold]);
    const ResourceArn = arnOf("tagged");
    await world().ses.send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: "team", Value: "mail" }] }));
    await world().ses.send(new UntagResourceCommand({ ResourceArn, TagKeys: ["plan"] }));
    assert.deepEqual(await tagsOf("tagged"), [{ Key: "team", Value: "mail" }]);
  });

  test("tags go with their pool, and a new one of its name has its own", async () => {
    await create("again");
    await remove("again");
    const none = "No DedicatedIpPool present with name: again";
    await refused(tagsOf("again"), "NotFoundException", 404, none);
    await create("again", []);
    assert.deepEqual(await tagsOf("again"), []);
  });

  test("wrong tags are refused, and there is no pool", async () => {
    const message = "Caller is an end user and not allowed to mutate system tags";
    await refused(create("wrong", [{ Key: "aws:x", Value: "" }]), "BadRequestException", 400, message);
    await refused(remove("wrong"), "NotFoundException", 404, "The requested pool <wrong> does not exist.");
  });

  test("what is wrong with a pool is said in the words of SES", async () => {
    await create("taken");
    await refused(create("taken"), "AlreadyExistsException", 400, "The pool <taken> already exists.");
    const missing = "The requested pool <absent> does not exist.";
    const PoolName = "absent";
    await refused(
      world().ses.send(new GetDedicatedIpPoolCommand({ PoolName })),
      "NotFoundException",
      404,
      missing,
    );
    const scale = async (pool: string, ScalingMode: "STANDARD" | "MANAGED") =>
      await world().ses.send(new PutDedicatedIpPoolScalingAttributesCommand({ PoolName: pool, ScalingMode }));
    await refused(scale("absent", "MANAGED"), "NotFoundException", 404, missing);
    await scale("taken", "MANAGED");
    const back = "The ScalingMode parameter is invalid.";
    await refused(scale("taken", "STANDARD"), "BadRequestException", 400, back);
  });

  test("what is wrong with an address is said before whether there is one", async () => {
    const Ip = "192.0.2.1";
    const none = `Could not find dedicated IP <${Ip}> under this account.`;
    await refused(world().ses.send(new GetDedicatedIpCommand({ Ip })), "NotFoundException", 404, none);
    const warm = async (WarmupPercentage: number) =>
      await world().ses.send(new PutDedicatedIpWarmupAttributesCommand({ Ip, WarmupPercentage }));
    const bounds = "Warmup Percentage must be between 0 and 100.";
    await refused(warm(101), "BadRequestException", 400, bounds);
    await refused(warm(50), "NotFoundException", 404, none);
    const put = async (DestinationPoolName: string) =>
      await world().ses.send(new PutDedicatedIpInPoolCommand({ Ip, DestinationPoolName }));
    await refused(put(" "), "BadRequestException", 400, "Pool name can't be blank.");
    await refused(put("absent"), "NotFoundException", 404, none);
  });

  test("the pools that every account has serve configuration sets, and are nobody's to make or read", async () => {
    for (const pool of ["ses-default-dedicated-pool", "ses-shared-pool"]) {
      const message = "Pool name describes either a shared or default dedicated ip pool";
      await refused(create(pool), "BadRequestException", 400, message);
      const read = world().ses.send(new GetDedicatedIpPoolCommand({ PoolName: pool }));
      await refused(read, "BadRequestException", 400, message);
      const DeliveryOptions = { SendingPoolName: pool };
      const set = { ConfigurationSetName: `through-${pool}`, DeliveryOptions };
      await world().ses.send(new CreateConfigurationSetCommand(set));
    }
  });
});

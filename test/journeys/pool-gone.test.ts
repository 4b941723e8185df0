import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateDedicatedIpPoolCommand,
  GetDedicatedIpCommand,
  ListTagsForResourceCommand,
  PutDedicatedIpInPoolCommand,
  TagResourceCommand,
} from "@aws-sdk/client-sesv2";
import { whileDeleted } from "#test/support/deleted-meanwhile.ts";
import { World } from "#test/support/world.ts";

const Ip = "127.0.0.31";
const PoolName = "fast";
const fast = { table: "dedicated_ip_pools", name: PoolName };

test("no address is put into a pool that another node deletes meanwhile, and no tag", async () => {
  await using world = await World.start("postgres", { settings: { SIGNET_OUTBOUND_ADDRESSES: Ip } });
  const create = async () => await world.ses.send(new CreateDedicatedIpPoolCommand({ PoolName }));
  await create();
  const put = async () =>
    await world.ses.send(new PutDedicatedIpInPoolCommand({ Ip, DestinationPoolName: PoolName }));
  assert.equal(await whileDeleted(world, fast, put), "NotFoundException");
  const { DedicatedIp } = await world.ses.send(new GetDedicatedIpCommand({ Ip }));
  assert.equal(DedicatedIp?.PoolName, "ses-default-dedicated-pool");

  await create();
  const ResourceArn = `arn:aws:ses:us-east-1:000000000000:dedicated-ip-pool/${PoolName}`;
  const tag = async () =>
    await world.ses.send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: "plan", Value: "gold" }] }));
  assert.equal(await whileDeleted(world, fast, tag), "NotFoundException");
  await create();
  const { Tags } = await world.ses.send(new ListTagsForResourceCommand({ ResourceArn }));
  assert.deepEqual(Tags, []);
});

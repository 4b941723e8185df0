import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateConfigurationSetCommand,
  GetConfigurationSetCommand,
  GetDedicatedIpCommand,
  GetDedicatedIpsCommand,
  ListTagsForResourceCommand,
} from "@aws-sdk/client-sesv2";
import { NameServer } from "#test/support/name-server.ts";
import { Resolver } from "#test/support/resolver.ts";
import { sendHtml } from "#test/support/send-html.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

test("a pool is made, given an address and tags, is sent from by a configuration set, and is deleted", async () => {
  await using world = await World.start("sqlite", {
    ticking: true,
    settings: { SIGNET_OUTBOUND_ADDRESSES: "192.0.2.25,192.0.2.26" },
  });
  await world.ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: "news" }));
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  const dialog = page.getByRole("dialog");
  const addressesIn = async (PoolName: string) => {
    const { DedicatedIps = [] } = await world.ses.send(new GetDedicatedIpsCommand({ PoolName }));
    return DedicatedIps.map(({ Ip }) => Ip);
  };

  await visitor.goTo("/dedicated-ips");
  await visitor.sees("No pools in this region");
  await visitor.requireAccessible();
  await visitor.click("Create the first");
  await visitor.type("Name", "Fast");
  await dialog.getByRole("button", { name: "Create", exact: true }).click();
  await visitor.sees(/lower-case letters/);
  await visitor.type("Name", "fast");
  await dialog.getByRole("button", { name: "Create", exact: true }).click();
  await page.getByRole("heading", { name: "fast", level: 1 }).waitFor();
  await visitor.sees("None yet: its mail leaves as any other.");

  await visitor.click("Put an address in");
  await dialog.getByRole("combobox", { name: "Address" }).click();
  await page.getByRole("option", { name: "192.0.2.26" }).click();
  await visitor.requireAccessible();
  await dialog.getByRole("button", { name: "Put in", exact: true }).click();
  await page.getByRole("button", { name: "Take out 192.0.2.26" }).waitFor();
  assert.deepEqual(await addressesIn("fast"), ["192.0.2.26"]);
  await visitor.type("Key", "kind");
  await visitor.type("Value", "receipts");
  await visitor.click("Add");
  await visitor.sees("kind: receipts");
  const { Tags } = await world.ses.send(
    new ListTagsForResourceCommand({
      ResourceArn: "arn:aws:ses:us-east-1:000000000000:dedicated-ip-pool/fast",
    }),
  );
  assert.deepEqual(Tags, [{ Key: "kind", Value: "receipts" }]);

  await page.getByRole("main").getByRole("link", { name: "configuration set", exact: true }).click();
  await visitor.click("news");
  await page.getByRole("combobox", { name: "Pool of dedicated IPs" }).click();
  await page.getByRole("option", { name: "fast" }).click();
  await page.getByRole("region", { name: "Delivery" }).getByRole("button", { name: "Save" }).click();
  await visitor.sees(/^Saved$/);
  const set = await world.ses.send(new GetConfigurationSetCommand({ ConfigurationSetName: "news" }));
  assert.equal(set.DeliveryOptions?.SendingPoolName, "fast");

  await page.getByRole("main").getByRole("link", { name: "Dedicated IPs" }).click();
  await visitor.click("fast");
  await page.getByRole("main").getByRole("link", { name: "news" }).waitFor();
  await visitor.requireAccessible();
  await visitor.click("Take out 192.0.2.26");
  await visitor.sees("None yet: its mail leaves as any other.");
  await visitor.click("Delete fast");
  await visitor.type("Type fast to confirm", "fast");
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  await visitor.sees("No pools in this region");
});

test("an address is moved and warmed up, on a phone", async () => {
  await using world = await World.start("sqlite", {
    ticking: true,
    settings: { SIGNET_OUTBOUND_ADDRESSES: "192.0.2.25" },
  });
  for (const PoolName of ["fast", "slow"]) {
    await world.plain("POST", "/v2/email/dedicated-ip-pools", { PoolName });
  }
  await using visitor = await Visitor.of(world, { device: "phone", scheme: "dark" });
  const { page } = visitor;
  await visitor.goTo("/dedicated-ips");
  await visitor.sees("In no pool");
  await visitor.click("Edit 192.0.2.25");
  await page.getByRole("combobox", { name: "Pool" }).click();
  await page.getByRole("option", { name: "slow" }).click();
  await page.getByLabel("Warmed up, in percent").fill("40");
  await visitor.requireAccessible();
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await visitor.sees("In slow · warmed up to 40 %");
  await visitor.requireNoSidewaysScroll();
  await visitor.requireAccessible();
  const { DedicatedIp } = await world.ses.send(new GetDedicatedIpCommand({ Ip: "192.0.2.25" }));
  assert.deepEqual(DedicatedIp, {
    Ip: "192.0.2.25",
    PoolName: "slow",
    WarmupPercentage: 40,
    WarmupStatus: "IN_PROGRESS",
  });
});

test("who has no addresses is told who names them", async () => {
  await using world = await World.start("sqlite");
  await using visitor = await Visitor.of(world);
  await visitor.goTo("/dedicated-ips");
  await visitor.sees("No address is named");
  await visitor.sees(/SIGNET_OUTBOUND_ADDRESSES/);
});

test("an address on a blocklist is told of where addresses are, and on the overview", async () => {
  const [address, reversed] = ["45.76.10.5", "5.10.76.45"];
  await using lists = await NameServer.start("127.0.0.1");
  lists.zone("bl.test", "2.0.0.127 A 127.0.0.2", `${reversed} A 127.0.0.2`, `${reversed} TXT Spam seen`);
  await using resolver = (await Resolver.start("127.0.0.1")).knows(lists);
  await using world = await World.start("sqlite", {
    settings: {
      SIGNET_DELIVERY: "mx",
      SIGNET_RESOLVERS: `127.0.0.1:${resolver.port}`,
      SIGNET_OUTBOUND_ADDRESSES: address,
      SIGNET_BLOCKLISTS: "bl.test",
    },
  });
  resolver.knows(world.dns);
  await verifiedDomain(world, "shop.test");
  // Who has sent nothing yet sees the first steps instead of the overview.
  await sendHtml(world, { from: "ann@shop.test", to: "success@simulator.amazonses.com" });
  await world.settle();
  await using visitor = await Visitor.of(world);
  await visitor.goTo("/dedicated-ips");
  await visitor.sees(/In no pool · on bl\.test/);
  await visitor.goTo("/");
  await visitor.sees("On bl.test");
  await visitor.sees(/^Spam seen, since /);
  await visitor.requireAccessible();
});

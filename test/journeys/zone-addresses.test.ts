import assert from "node:assert/strict";
import { Resolver } from "node:dns/promises";
import { test } from "node:test";
import { World } from "#test/support/world.ts";

const settings = { SIGNET_ZONE: "mail.example.net", SIGNET_DNS: "0.0.0.0:0" };

function resolverOf(world: World): Resolver {
  const resolver = new Resolver();
  resolver.setServers([`127.0.0.1:${world.app.dns?.port}`]);
  return resolver;
}

test("a service that listens everywhere says where the world reaches it, and whom its mail comes from", async () => {
  await using world = await World.start("sqlite", {
    settings: {
      ...settings,
      SIGNET_ADDRESSES: "192.0.2.25,2001:db8::25",
      SIGNET_OUTBOUND_ADDRESSES: "192.0.2.26",
    },
  });
  const resolver = resolverOf(world);
  for (const host of ["ns1", "mx", "feedback-smtp.us-east-1", "email-smtp.us-east-1"]) {
    assert.deepEqual(await resolver.resolve4(`${host}.mail.example.net`), ["192.0.2.25"]);
    assert.deepEqual(await resolver.resolve6(`${host}.mail.example.net`), ["2001:db8::25"]);
  }
  assert.deepEqual(await resolver.resolve4("mail.example.net"), ["192.0.2.25"], "its name in EHLO");
  const exchangers = await resolver.resolveMx("mail.example.net");
  assert.deepEqual(
    exchangers.map(({ exchange }) => exchange),
    ["mx.mail.example.net"],
  );
  assert.deepEqual(await resolver.resolveTxt("mail.example.net"), [
    ["v=spf1 ip4:192.0.2.25 ip6:2001:db8::25 ip4:192.0.2.26 ~all"],
  ]);
});

test("a service that listens everywhere never says that it is at 0.0.0.0", async () => {
  await using world = await World.start("sqlite", { settings });
  const resolver = resolverOf(world);
  const found = await resolver.resolve4("ns1.mail.example.net").catch((): string[] => []);
  assert.ok(!found.includes("0.0.0.0"), found.join());
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { txt } from "./support/dns-scene.ts";
import { DnsWorld } from "./support/dns-world.ts";

test("a zone that answers at length on every server does not fill the record of a check", async () => {
  const servers = [1, 2, 3, 4, 5, 6, 7, 8];
  await using world = await DnsWorld.start(servers.length);
  const delegation = servers.map((at) => `@ NS ns${at}.host.test.`);
  const long = Array.from(
    { length: 10 },
    (_, at) => `sel._domainkey TXT ${String(at).repeat(200)}|${"x".repeat(200)}`,
  );
  for (const at of servers) world.server(at).zone("example.test", ...delegation, ...long);
  const first = world.server(1);
  first.zone("host.test", ...delegation, ...servers.map((at) => `ns${at} A ${world.server(at).address}`));
  first.zone("test", ...delegation);
  const evidence = await world.inspector.inspect(txt);
  assert.equal(evidence.servers.length, servers.length);
  assert.equal(evidence.verdict, "wrong");
  assert.ok(evidence.servers[0]?.answers.length === 10);
  assert.ok(JSON.stringify(evidence).length < 27_000, String(JSON.stringify(evidence).length));
});

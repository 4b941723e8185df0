import assert from "node:assert/strict";
import { test } from "node:test";
import { systemClock } from "#platform/clock.ts";
import { systemRandom } from "#platform/random.ts";
import { DnsClient } from "#protocols/dns/client/dns-client.ts";
import { RootStart } from "#protocols/dns/walk/from-roots.ts";
import { Walk } from "#protocols/dns/walk/walk.ts";
import { DnsWorld } from "./support/dns-world.ts";
import { NameServer } from "./support/name-server.ts";

test("of long answers a walk remembers some megabytes, and asks again for what it did not keep", async () => {
  const longText = Array.from({ length: 200 }, () => "x".repeat(250)).join("|");
  const names = Array.from({ length: 100 }, (_, at) => `t${at}`);
  await using server = await NameServer.start("127.0.0.1");
  server.zone("example.test", "www TXT short", ...names.map((name) => `${name} TXT ${longText}`));
  for (const name of names) server.behave(`${name}.example.test`, "truncate");
  await using client = new DnsClient({ random: systemRandom, allowedNetworks: ["127.0.0.0/8"] });
  const walk = new Walk(client, { questions: 400, untilMs: Infinity });
  for (const name of [...names, "www", ...names, "www"]) {
    const outcome = await walk.ask(server, { name: `${name}.example.test`, type: "TXT" });
    assert.ok(outcome.kind === "answer" && outcome.reply.answers.length === 1, name);
  }
  const asked = names.map((name) => server.asked(`${name}.example.test`).length / 2);
  const kept = asked.filter((times) => times === 1).length;
  assert.ok(kept >= 40 && kept <= 80, `${kept} kept`);
  assert.equal(server.asked("www.example.test").length, 1, "what is short still finds room");
});

test("once a server has answered, those that were asked beside it are not waited for", async () => {
  await using world = await DnsWorld.start(4);
  world.server(1).zone("", "mx.test. A 192.0.2.1");
  for (const number of [2, 3, 4]) world.server(number).behave("*", "silent");
  await using client = new DnsClient({
    random: systemRandom,
    allowedNetworks: ["127.0.0.0/8"],
    attemptTimeoutsMs: [1_000],
  });
  const { port } = world.resolver;
  const roots = [1, 2, 3, 4].map((number) => ({
    name: `${number}.root.test`,
    addresses: [{ address: world.server(number).address, port }],
  }));
  // Which is asked first is left to chance: three out of four times, one that is silent.
  const results = await Promise.all(
    Array.from({ length: 16 }, async () => {
      const walk = new Walk(client, { questions: 60, untilMs: performance.now() + 60_000 });
      const found = await new RootStart({ port, clock: systemClock, roots }).addressesOf("mx.test", walk);
      assert.deepEqual(found, [{ address: "192.0.2.1", port }]);
      return walk.path.map(({ result }) => result).join(" ");
    }),
  );
  for (const path of results) assert.match(path, /^(timeout )?NOERROR$/);
});

test("what waited in line until the walk's time was over was not asked, so nobody was silent", async () => {
  await using server = await NameServer.start("127.0.0.1");
  server.behave("*", "silent");
  await using client = new DnsClient({
    random: systemRandom,
    allowedNetworks: ["127.0.0.0/8"],
    attemptTimeoutsMs: [200],
    maxInFlightPerServer: 1,
  });
  const walk = new Walk(client, { questions: 10, untilMs: performance.now() + 50 });
  const outcomes = await Promise.all(
    ["a.test", "b.test"].map(async (name) => await walk.ask(server, { name, type: "A" })),
  );
  assert.deepEqual(
    outcomes.map(({ kind }) => kind),
    ["timeout", "over-budget"],
  );
  assert.equal(server.history.length, 1);
});

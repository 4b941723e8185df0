import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { DkimCname } from "#features/dns-evidence/index.ts";
import { DnsWorld } from "./support/dns-world.ts";
import { rootedWorld } from "./support/rooted-world.ts";

const expectation: DkimCname = {
  kind: "dkim-cname",
  name: "tok1._domainkey.example.test",
  target: "tok1.dkim.signet.test",
};
const cname = "tok1._domainkey CNAME tok1.dkim.signet.test.";

void suite("a zone made to have us ask others", () => {
  const three = ["tok1", "tok2", "tok3"].map((token) => ({
    ...expectation,
    name: `${token}._domainkey.example.test`,
  }));

  for (const from of ["roots", "resolvers"] as const) {
    test(`a thousand name servers in somebody else's zone cost its servers a dozen questions, from ${from}`, async () => {
      await using world = from === "roots" ? await rootedWorld(4) : await DnsWorld.start(4);
      world.server(1).add("", "victim NS ns.victim.", "ns.victim. A 127.0.0.5");
      world.server(2).zone("test", "example NS ns1.example", "ns1.example A 127.0.0.4");
      const servers = Array.from({ length: 1_000 }, (_, at) => `_domainkey NS x${at}.victim.`);
      world.server(3).zone("example.test", "@ NS ns1", "ns1 A 127.0.0.4", ...servers);
      // Over TCP, for it is long.
      world.server(3).behave("*", "truncate");
      world.server(4).zone("victim", "@ NS ns", "ns A 127.0.0.5");
      const evidence = await world.inspector.inspectAll(three);
      assert.deepEqual([...new Set(evidence.map(({ verdict }) => verdict))], ["unreachable"]);
      const asked = [...world.server(4).history, ...world.resolver.history].filter(({ name }) =>
        name.endsWith("victim"),
      );
      assert.ok(asked.length > 0 && asked.length <= 16, `${asked.length} questions`);
    });
  }

  test("many names for one address are one server: it is asked each question once", async () => {
    await using world = await DnsWorld.start(1);
    const names = [1, 2, 3, 4, 5, 6, 7, 8];
    world
      .server(1)
      .zone("example.test", ...names.flatMap((at) => [`@ NS ns${at}`, `ns${at} A 127.0.0.2`]), cname);
    const evidence = await world.inspector.inspect(expectation);
    assert.equal(evidence.verdict, "found");
    assert.equal(evidence.servers.length, names.length);
    assert.equal(world.server(1).asked(expectation.name, "CNAME").length, 1);
  });

  test("thirteen name servers of which twelve are dead are enough for a walk from the roots too", async () => {
    await using world = await rootedWorld(3);
    const dead = Array.from({ length: 12 }, (_, at) => [
      `example NS dead${at}.example`,
      `dead${at}.example A 127.0.0.${at + 100}`,
    ]).flat();
    world.server(2).zone("test", ...dead, "example NS alive.example", "alive.example A 127.0.0.4");
    world.server(3).zone("example.test", "@ NS alive", "alive A 127.0.0.4", cname);
    assert.equal((await world.inspector.inspect(expectation)).verdict, "found");
  });

  test("thirteen name servers of which twelve are dead verify all the same", async () => {
    await using world = await DnsWorld.start(2);
    const dead = Array.from({ length: 12 }, (_, at) => [
      `@ NS dead${at}`,
      `dead${at} A 127.0.0.${at + 100}`,
    ]).flat();
    world.server(1).zone("example.test", ...dead, "@ NS alive", "alive A 127.0.0.3");
    world.server(2).zone("example.test", ...dead, "@ NS alive", "alive A 127.0.0.3", cname);
    const evidence = await world.inspector.inspect(expectation);
    assert.equal(evidence.verdict, "found");
    assert.equal(evidence.servers.length, 13);
  });
});

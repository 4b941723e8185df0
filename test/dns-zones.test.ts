import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { DkimCname, DnsInspectorOptions } from "#features/dns-evidence/index.ts";
import { DnsWorld, makePublicKey, quickSilence } from "./support/dns-world.ts";
import { rootedWorld } from "./support/rooted-world.ts";

const expectation: DkimCname = {
  kind: "dkim-cname",
  name: "tok1._domainkey.example.test",
  target: "tok1.dkim.signet.test",
};
const cname = "tok1._domainkey CNAME tok1.dkim.signet.test.";

void suite("a zone found from the roots", () => {
  test("goes down the referrals with their glue, without asking anybody to recurse", async () => {
    await using world = await rootedWorld(3);
    world.server(2).zone("test", "example NS ns1.example", "ns1.example A 127.0.0.4");
    world.server(3).zone("example.test", "@ NS ns1", "ns1 A 127.0.0.4", cname);
    const evidence = await world.inspector.inspect(expectation);
    assert.equal(evidence.verdict, "found");
    assert.equal(evidence.zone, "example.test");
    assert.equal(evidence.soa?.serial, 7);
    assert.deepEqual(
      evidence.path.slice(0, 2).map(({ result }) => result),
      ["referral", "referral"],
    );
    assert.ok(world.server(1).history.every(({ recursionDesired }) => !recursionDesired));
  });

  test("remembers where a top-level domain is, so that the next walk begins there", async () => {
    await using world = await rootedWorld(2);
    world.server(2).zone("test", "example NS ns.nic.test.", "ns.nic A 127.0.0.3");
    world.server(2).zone("example.test", "@ NS ns.nic.test.", cname);
    await world.inspector.inspect(expectation);
    const asked = world.server(1).history.length;
    assert.equal((await world.inspector.inspect(expectation)).verdict, "found");
    assert.equal(world.server(1).history.length, asked);
  });

  test("looks up a name server outside the delegation, and does not believe the glue for it", async () => {
    await using world = await rootedWorld(4);
    world.server(1).add("", "other NS ns.nic.test.", "ns1.other A 127.0.0.99");
    world
      .server(2)
      // The glue for ns1.other comes from a server that has no say about it.
      .zone("test", "example NS ns1.other.", "ns1.other. A 127.0.0.5")
      .zone("other", "ns1 A 127.0.0.4");
    world.server(3).zone("example.test", "@ NS ns1.other.", cname);
    const evidence = await world.inspector.inspect(expectation);
    assert.equal(evidence.verdict, "found");
    assert.deepEqual(
      evidence.servers.map(({ address }) => address),
      ["127.0.0.4"],
    );
    assert.deepEqual(world.server(4).history, []);
  });

  test("name servers that need each other end the walk", async () => {
    await using world = await rootedWorld(2);
    world.server(2).zone("test", "example NS ns.one", "one NS ns.two", "two NS ns.one");
    const evidence = await world.inspector.inspect(expectation);
    assert.equal(evidence.verdict, "unreachable");
    assert.equal(evidence.diagnosis.code, "delegation-dead");
    assert.ok(world.server(2).history.length < 40);
  });

  test("a budget ends a walk that would go on", async () => {
    await using world = await rootedWorld(2, { questionsPerCheck: 2 });
    world.server(2).zone("test", "example NS ns.nic.test.", "ns.nic A 127.0.0.3");
    world.server(2).zone("example.test", "@ NS ns.nic.test.", cname);
    const evidence = await world.inspector.inspect(expectation);
    assert.equal(evidence.verdict, "unreachable");
    assert.ok(world.server(1).history.length + world.server(2).history.length <= 2);
  });

  test("a referral upwards or aside leads nowhere", async () => {
    await using world = await rootedWorld(2);
    world.server(2).zone("", "test NS ns.nic.test.", "ns.nic.test. A 127.0.0.3");
    assert.equal((await world.inspector.inspect(expectation)).diagnosis.code, "delegation-dead");
  });

  test("servers of a zone on reserved addresses are not asked", async () => {
    await using world = await rootedWorld(2);
    world.server(2).zone("test", "example NS ns1.example", "ns1.example A 10.0.0.1");
    const evidence = await world.inspector.inspect(expectation);
    assert.equal(evidence.verdict, "unreachable");
    assert.match(evidence.path.at(-1)?.result ?? "", /private address/);
  });
});

void suite("the zone of the exact name", () => {
  for (const from of ["roots", "resolvers"] as const) {
    test(`_domainkey delegated elsewhere is followed, from ${from}`, async () => {
      await using world = from === "roots" ? await rootedWorld(4) : await DnsWorld.start(4);
      world.server(2).zone("test", "example NS ns1.example", "ns1.example A 127.0.0.4");
      world
        .server(3)
        .zone("example.test", "@ NS ns1", "ns1 A 127.0.0.4", "_domainkey NS ns2", "ns2 A 127.0.0.5");
      world
        .server(4)
        .zone("_domainkey.example.test", "@ NS ns2.example.test.", "tok1 CNAME tok1.dkim.signet.test.");
      const evidence = await world.inspector.inspect(expectation);
      assert.equal(evidence.verdict, "found");
      assert.equal(evidence.zone, "_domainkey.example.test");
    });
  }

  test("a name delegated on its own is followed from the zone of its neighbours", async () => {
    await using world = await DnsWorld.start(2);
    world
      .server(1)
      .zone(
        "example.test",
        "@ NS ns1",
        "ns1 A 127.0.0.2",
        "ns2 A 127.0.0.3",
        "tok2._domainkey NS ns2",
        cname,
      );
    world.server(2).zone("tok2._domainkey.example.test", "@ NS ns2.example.test.", "@ MX 10 mx");
    const second = { ...expectation, name: "tok2._domainkey.example.test" };
    const [first, other] = await world.inspector.inspectAll([expectation, second]);
    assert.equal(first?.verdict, "found");
    assert.equal(other?.zone, "tok2._domainkey.example.test");
    assert.equal(other?.verdict, "absent");
  });

  test("three names of one domain share the walk, and a miss stops it on request", async () => {
    await using world = await DnsWorld.start(1);
    world.server(1).zone("example.test", "@ NS ns1", "ns1 A 127.0.0.2");
    const three = ["tok1", "tok2", "tok3"].map((token) => ({
      ...expectation,
      name: `${token}._domainkey.example.test`,
    }));
    assert.equal((await world.inspector.inspectAll(three)).length, 3);
    assert.equal(world.resolver.asked("example.test", "NS").length, 1);
    assert.equal((await world.inspector.inspectAll(three, undefined, { stopAtFirstMiss: true })).length, 1);
  });

  test("the server at home is asked first, and wins where it is the authority", async () => {
    await using home = await DnsWorld.start(1);
    home.server(1).zone("example.test", "@ NS ns1", cname);
    await using world = await DnsWorld.start(1, () => ({ localZone: home.server(1), allowedNetworks: [] }));
    const evidence = await world.inspector.inspect(expectation);
    assert.equal(evidence.verdict, "found");
    assert.deepEqual(world.resolver.history, []);
    const elsewhere = await world.inspector.inspect({ ...expectation, name: "tok1._domainkey.another.test" });
    assert.notEqual(elsewhere.verdict, "found");
    assert.notDeepEqual(world.resolver.history, []);
  });
});

void suite("several name servers", () => {
  async function zoneOnThree(options: Partial<DnsInspectorOptions> = {}): Promise<DnsWorld> {
    const world = await DnsWorld.start(3, () => options);
    for (const number of [1, 2, 3]) {
      world
        .server(number)
        .zone(
          "example.test",
          "@ NS ns1",
          "@ NS ns2",
          "@ NS ns3",
          "ns1 A 127.0.0.2",
          "ns2 A 127.0.0.3",
          "ns3 A 127.0.0.4",
        );
    }
    return world;
  }

  test("all have to agree", async () => {
    await using world = await zoneOnThree();
    for (const number of [1, 2, 3]) world.server(number).add("example.test", cname);
    const evidence = await world.inspector.inspect(expectation);
    assert.equal(evidence.verdict, "found");
    assert.equal(evidence.servers.length, 3);
  });

  test("a stale secondary is named", async () => {
    await using world = await zoneOnThree();
    for (const number of [1, 2]) world.server(number).add("example.test", cname);
    const { verdict, diagnosis, errorType } = await world.inspector.inspect(expectation);
    assert.deepEqual(
      [verdict, diagnosis.code, errorType],
      ["disagree", "servers-disagree", "HOST_NOT_FOUND"],
    );
    assert.match(diagnosis.text, /ns3\.example\.test has not/);
  });

  test("a stale secondary is named too where the others have an alias that leads to the key", async () => {
    await using world = await zoneOnThree();
    const key = makePublicKey();
    for (const number of [1, 2, 3]) world.server(number).add("example.test", `keys TXT p=${key}`);
    for (const number of [1, 2]) world.server(number).add("example.test", "sel._domainkey CNAME keys");
    const own = { kind: "dkim-txt", name: "sel._domainkey.example.test", publicKey: key } as const;
    const { verdict, diagnosis } = await world.inspector.inspect(own);
    assert.equal(verdict, "disagree");
    assert.match(
      diagnosis.text,
      /ns1\.example\.test and ns2\.example\.test have the right record, ns3\.example\.test has not/,
    );
  });

  test("a dead one neither prevents success nor holds up longer than its timeout", async () => {
    await using world = await zoneOnThree(quickSilence);
    for (const number of [1, 2]) world.server(number).add("example.test", cname);
    world.server(3).behave("*", "silent");
    const evidence = await world.inspector.inspect(expectation);
    assert.equal(evidence.verdict, "found");
    const slowest = Math.max(...evidence.servers.map(({ tookMs }) => tookMs));
    // Two attempts; the rest of the machine may be busy.
    assert.ok(slowest >= 290 && slowest < 5_000, `${slowest}`);
  });

  test("aborted, the inspection rejects with the reason", async () => {
    await using world = await zoneOnThree();
    world.resolver.behave("*", "silent");
    const stop = new AbortController();
    const inspection = world.inspector.inspect(expectation, stop.signal);
    stop.abort(new Error("shutting down"));
    await assert.rejects(inspection, /shutting down/);
  });

  test("huge and hostile answers make small evidence", async () => {
    await using world = await DnsWorld.start(1);
    const many = Array.from(
      { length: 90 },
      (_, index) => `tok1._domainkey MX ${index} ${"x".repeat(60)}.test.`,
    );
    const texts = Array.from({ length: 40 }, () => `tok1._domainkey TXT ${"\u0007\u202E".repeat(80)}`);
    world.server(1).zone("example.test", "@ NS ns1", "ns1 A 127.0.0.2", ...many, ...texts);
    const hostile = { ...expectation, kind: "mail-from", exchange: "mx.test", spfInclude: "s.test" } as const;
    const evidence = await world.inspector.inspect(hostile);
    assert.equal(evidence.verdict, "wrong");
    assert.ok(JSON.stringify(evidence).length < 8_000);
    const pasted = await world.inspector.inspect(expectation);
    assert.doesNotMatch(JSON.stringify(pasted), /\\u0007|\u202E/);
  });
});

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { cname, inspect, otherKey, summary } from "./support/dns-scene.ts";
import { DnsWorld, makePublicKey, quickSilence } from "./support/dns-world.ts";

/** `length` CNAMEs from the expected name to `end`, over a zone of somebody else's. */
function chain(length: number, end = cname.target): { own: string; others: string[] } {
  const others = Array.from({ length: length - 1 }, (_, at) => {
    const next = at === length - 2 ? `${end}.` : `hop${at + 2}`;
    return `hop${at + 1} CNAME ${next}`;
  });
  return { own: `tok1._domainkey CNAME ${length === 1 ? `${end}.` : "hop1.platform.test."}`, others };
}

async function follow(length: number, end?: string) {
  const { own, others } = chain(length, end);
  return await inspect(cname, {
    records: [own],
    arrange: (world) => world.server(1).zone("platform.test", "@ NS ns1.host.test.", ...others),
  });
}

void suite("CNAMEs that lead to ours by way of others", () => {
  for (let length = 2; length <= 8; length++) {
    test(`${length} of them end at our name, and so at our key`, async () => {
      const evidence = await follow(length);
      assert.equal(summary(evidence), "found - found-by-detour");
      assert.match(
        evidence.diagnosis.text,
        /points to “hop1\.platform\.test”, from where .* tok1\.dkim\.signet\.test/,
      );
    });
  }

  for (const length of [9, 12, 20]) {
    test(`${length} of them are more than receivers follow`, async () => {
      assert.equal(summary(await follow(length)), "wrong INVALID_VALUE target-leads-on");
    });
  }

  test("to another name with the same key is not enough: our next key would not be there", async () => {
    const evidence = await inspect(cname, {
      records: ["tok1._domainkey CNAME copy.platform.test."],
      arrange: (world) =>
        world.server(1).zone("platform.test", "@ NS ns1.host.test.", `copy TXT p=${otherKey}`),
    });
    assert.equal(summary(evidence), "wrong INVALID_VALUE wrong-target");
  });

  test("before there is a key, our name on the way is what counts", async () => {
    const { publicKeys: _, ...keyless } = cname;
    const records = ["tok1._domainkey CNAME hop", `hop CNAME ${cname.target}.`];
    assert.equal(summary(await inspect(keyless, { records, ourKey: null })), "found - found-by-detour");
    assert.equal(
      summary(await inspect(keyless, { records: ["tok1._domainkey CNAME hop"], ourKey: null })),
      "wrong INVALID_VALUE wrong-target",
    );
  });

  test("what is amiss behind our name is ours to mend, by whatever way it was reached", async () => {
    const records = ["tok1._domainkey CNAME hop", `hop CNAME ${cname.target}.`];
    const evidence = await inspect(cname, { records, ourKey: `tok1.dkim TXT p=${makePublicKey()}` });
    assert.equal(summary(evidence), "unreachable SERVICE_ERROR our-key-differs");
  });

  test("that nobody answers for are not seen to lead to us, and it is said why", async () => {
    const evidence = await inspect(cname, {
      records: ["tok1._domainkey CNAME hop1.platform.test."],
      arrange: (world) =>
        world.server(1).zone("platform.test", "@ NS ns1.host.test.").behave("hop1.platform.test", "silent"),
      options: quickSilence,
    });
    assert.equal(summary(evidence), "wrong INVALID_VALUE wrong-target");
    assert.match(evidence.diagnosis.text, /the name servers of hop1\.platform\.test do not answer/);
  });

  test("a server that has another alias than the others disagrees with them", async () => {
    await using world = await DnsWorld.start(2);
    const host = ["@ NS ns1", "@ NS ns2", "ns1 A 127.0.0.2", "ns2 A 127.0.0.3"];
    for (const [number, alias] of [
      [1, "hop"],
      [2, "old"],
    ] as const) {
      world
        .server(number)
        .zone("host.test", ...host)
        .zone(
          "example.test",
          "@ NS ns1.host.test.",
          "@ NS ns2.host.test.",
          `tok1._domainkey CNAME ${alias}`,
          `hop CNAME ${cname.target}.`,
        )
        .zone("signet.test", "@ NS ns1.host.test.", `tok1.dkim TXT p=${otherKey}`)
        .zone("test", "@ NS ns1.host.test.");
    }
    const evidence = await world.inspector.inspect(cname);
    assert.equal(summary(evidence), "disagree INVALID_VALUE servers-disagree");
    assert.match(evidence.diagnosis.text, /ns1\.host\.test has the right record, ns2\.host\.test has not/);
  });

  test("servers on the way that do not agree are not seen to lead to us", async () => {
    await using world = await DnsWorld.start(2);
    world.server(1).zone("host.test", "@ NS ns1", "ns1 A 127.0.0.2", "ns2 A 127.0.0.3");
    world.server(1).zone("test", "@ NS ns1.host.test.");
    world.server(1).zone("signet.test", "@ NS ns1.host.test.", `tok1.dkim TXT p=${otherKey}`);
    world.server(1).zone("example.test", "@ NS ns1.host.test.", "tok1._domainkey CNAME hop.platform.test.");
    for (const [number, alias] of [
      [1, `${cname.target}.`],
      [2, "old"],
    ] as const) {
      const delegation = ["@ NS ns1.host.test.", "@ NS ns2.host.test."];
      world.server(number).zone("platform.test", ...delegation, `hop CNAME ${alias}`);
    }
    const evidence = await world.inspector.inspect(cname);
    assert.equal(summary(evidence), "wrong INVALID_VALUE wrong-target");
    assert.match(evidence.diagnosis.text, /the name servers of hop\.platform\.test do not agree/);
  });
});

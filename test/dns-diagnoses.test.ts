import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { cname, found, inspect, key, otherKey, summary, txt } from "./support/dns-scene.ts";
import { makePublicKey, quickSilence } from "./support/dns-world.ts";
import type { Behaviour } from "./support/name-server.ts";

const rightCname = "tok1._domainkey CNAME tok1.dkim.signet.test.";

void suite("Easy DKIM", () => {
  test("the right CNAME with our key behind it is found, and the evidence says how", async () => {
    const evidence = await inspect(cname, { records: [rightCname] });
    assert.equal(summary(evidence), "found - record-found");
    assert.equal(evidence.zone, "example.test");
    assert.deepEqual(evidence.soa, {
      primaryNameServer: "ns.example.test",
      adminEmail: "host.example.test",
      serial: 7,
    });
    const [server, keyServer] = evidence.servers;
    assert.deepEqual(
      { ...server, tookMs: 0 },
      {
        name: "ns1.host.test",
        address: "127.0.0.2",
        asked: { name: cname.name, type: "CNAME" },
        result: "NOERROR",
        answers: [{ name: cname.name, type: "CNAME", value: cname.target, ttl: 300 }],
        authoritative: true,
        tookMs: 0,
      },
    );
    assert.deepEqual(keyServer?.asked, { name: cname.target, type: "TXT" });
    assert.ok(evidence.path.length > 0);
    assert.deepEqual(JSON.parse(JSON.stringify(evidence)), evidence);
  });

  test("upper and lower case make no difference", async () => {
    assert.equal(await found(cname, "tok1._domainkey CNAME TOK1.Dkim.Signet.Test."), "found - record-found");
  });

  test("while no key is made, the CNAME alone decides", async () => {
    const { publicKeys: _, ...keyless } = cname;
    const evidence = await inspect(keyless, { records: [rightCname], ourKey: null });
    assert.equal(summary(evidence), "found - record-found");
  });

  test("a missing name", async () => {
    const evidence = await inspect(cname, { records: [] });
    assert.equal(summary(evidence), "absent HOST_NOT_FOUND record-missing");
    assert.equal(evidence.negativeTtlSeconds, 300);
    assert.match(
      evidence.diagnosis.advice,
      /tok1\._domainkey\.example\.test, type CNAME, value tok1\.dkim\.signet\.test/,
    );
  });

  test("a name without the CNAME", async () => {
    assert.equal(await found(cname, "tok1._domainkey MX 10 mx"), "absent TYPE_NOT_FOUND type-missing");
  });

  const wrongTargets: [what: string, target: string, code: string][] = [
    ["another target", "elsewhere.test.", "wrong-target"],
    ["a target with the zone added", "tok1.dkim.signet.test", "target-doubled"],
    ["a target pasted as a link", "https://tok1.dkim.signet.test.", "target-is-a-url"],
    ["a target with something behind it", "tok1.dkim.signet.test;.", "target-has-junk"],
    ["the target of another record", "tok2.dkim.signet.test.", "target-of-another-record"],
    ["a CNAME to itself", "tok1._domainkey", "target-is-itself"],
  ];
  for (const [what, target, code] of wrongTargets) {
    test(`${what} is the wrong value`, async () => {
      assert.equal(await found(cname, `tok1._domainkey CNAME ${target}`), `wrong INVALID_VALUE ${code}`);
    });
  }

  const instead: [what: string, record: string, code: string][] = [
    ["the target as a TXT", "TXT tok1.dkim.signet.test", "txt-instead-of-cname"],
    ["some other TXT", "TXT hello", "txt-instead-of-cname"],
    ["our key copied or flattened", `TXT v=DKIM1; k=rsa; p=${key}`, "key-instead-of-cname"],
    ["an address from a proxy", "A 192.0.2.9", "address-instead-of-cname"],
    ["an IPv6 address from a proxy", "AAAA 2001:db8::9", "address-instead-of-cname"],
  ];
  for (const [what, record, code] of instead) {
    test(`${what} where the CNAME is due`, async () => {
      assert.equal(await found(cname, `tok1._domainkey ${record}`), `absent TYPE_NOT_FOUND ${code}`);
    });
  }

  const slips: [what: string, record: string, code: string][] = [
    [
      "the name doubled by the panel",
      "tok1._domainkey.example.test CNAME tok1.dkim.signet.test.",
      "name-doubled",
    ],
    ["the name without _domainkey", "tok1 CNAME tok1.dkim.signet.test.", "name-elsewhere"],
    ["the name without the underscore", "tok1.domainkey CNAME tok1.dkim.signet.test.", "name-elsewhere"],
    ["the name without the token", "_domainkey CNAME tok1.dkim.signet.test.", "name-elsewhere"],
  ];
  for (const [what, record, code] of slips) {
    test(what, async () => {
      assert.equal(await found(cname, record), `absent HOST_NOT_FOUND ${code}`);
    });
  }

  test("the name of a subdomain's record cut off at the zone", async () => {
    const sub = { ...cname, name: "tok1._domainkey.mail.example.test" };
    assert.equal(await found(sub, rightCname), "absent HOST_NOT_FOUND name-elsewhere");
  });

  test("a wildcard is not taken for a slip", async () => {
    const evidence = await inspect(cname, { records: ["* CNAME elsewhere.test."] });
    assert.equal(evidence.diagnosis.code, "wildcard-answers");
  });

  test("a domain too long for the name of its record can have none, and is told so", async () => {
    const label = "x".repeat(50);
    const longest = `${label}.${label}.${label}.${label}.example.test`;
    const evidence = await inspect(
      { ...cname, name: `${"t".repeat(32)}._domainkey.${longest}` },
      { records: [] },
    );
    assert.equal(summary(evidence), "absent HOST_NOT_FOUND name-too-long");
    assert.match(evidence.diagnosis.text, /260 characters.*253/);
    assert.deepEqual(evidence.path, []);
  });

  const keys: [what: string, record: string | null, code: string][] = [
    ["no key", null, "our-key-missing"],
    ["a key that is none of ours", `tok1.dkim TXT p=${makePublicKey()}`, "our-key-differs"],
    ["a withdrawn key", "tok1.dkim TXT v=DKIM1; p=", "our-key-revoked"],
    ["a damaged key", "tok1.dkim TXT v=DKIM1; p=AAAA", "our-key-unreadable"],
    ["a CNAME in a circle", "tok1.dkim CNAME tok1.dkim", "our-key-endless"],
  ];
  for (const [what, ourKey, code] of keys) {
    test(`${what} behind the right CNAME is our fault and not the customer's`, async () => {
      const evidence = await inspect(cname, { records: [rightCname], ourKey });
      assert.equal(summary(evidence), `unreachable SERVICE_ERROR ${code}`);
    });
  }
});

void suite("a customer's own key", () => {
  const right: [what: string, text: string][] = [
    ["as it is written", `v=DKIM1; k=rsa; p=${key}`],
    ["with p= alone", `p=${key}`],
    ["without its last semicolon and with one too many before", `v=DKIM1;; k=rsa; p=${key}`],
    ["with a semicolon at the end", `v=DKIM1; k=rsa; p=${key};`],
    ["in several strings", `v=DKIM1; k=rsa; p=${key.slice(0, 100)}|${key.slice(100)}`],
    ["with white space inside p=", `v=DKIM1; k=rsa; p=${key.slice(0, 60)} ${key.slice(60)}`],
    ["in quotes that were pasted along", `"v=DKIM1; k=rsa; p=${key}"`],
    ["with escaped semicolons", `v=DKIM1\\; k=rsa\\; p=${key}`],
    ["with its tags in another order", `p=${key}; k=rsa; t=s; n=note`],
  ];
  for (const [what, text] of right) {
    test(`${what} is found`, async () => {
      assert.equal(await found(txt, `sel._domainkey TXT ${text}`), "found - record-found");
    });
  }

  for (const other of ["google-site-verification=x", "v=DMARC1; p=none", "v=spf1 -all", "v=STSv1; id=1"]) {
    test(`a TXT record beside it that is no key is told of, and is no second key: ${other}`, async () => {
      const evidence = await inspect(txt, {
        records: [`sel._domainkey TXT ${other}`, `sel._domainkey TXT v=DKIM1; p=${key}`],
      });
      assert.equal(summary(evidence), "found - other-txt-beside-key");
      assert.ok(evidence.diagnosis.text.includes(other), evidence.diagnosis.text);
      assert.match(evidence.diagnosis.advice, /Delete the other/);
    });
  }

  test("through a CNAME it is found too", async () => {
    const records = ["sel._domainkey CNAME keys.example.test.", `keys TXT p=${key}`];
    assert.equal(await found(txt, ...records), "found - record-found");
  });

  const wrong: [what: string, records: string[], code: string][] = [
    ["another key", [`TXT v=DKIM1; p=${otherKey}`], "key-differs"],
    ["a withdrawn key", ["TXT v=DKIM1; p="], "key-revoked"],
    ["half a key", [`TXT v=DKIM1; p=${key.slice(0, 80)}`], "key-cut-off"],
    ["a key cut in the middle of an octet", [`TXT v=DKIM1; p=${key.slice(0, 81)}`], "key-cut-off"],
    ["a key with a letter changed", [`TXT v=DKIM1; p=X${key.slice(1)}`], "key-damaged"],
    ["a key without semicolons", [`TXT v=DKIM1 k=rsa p=${key}`], "key-without-semicolons"],
    [
      "a key as a PEM file has it",
      [`TXT p=-----BEGIN PUBLIC KEY-----|${key}-----END PUBLIC KEY-----`],
      "key-as-pem",
    ],
    ["a TXT that is no key", ["TXT hello world"], "txt-is-no-key"],
    ["a DMARC record", ["TXT v=DMARC1; p=none"], "txt-is-no-key"],
    ["a key of another version", [`TXT v=DKIM2; p=${key}`], "key-damaged"],
    ["two keys", [`TXT p=${key}`, `TXT p=${otherKey}`], "several-keys"],
    ["a CNAME that leads nowhere", ["CNAME nothing.example.test."], "cname-instead-of-txt"],
    ["a CNAME in a circle", ["CNAME sel._domainkey.example.test."], "cname-instead-of-txt"],
  ];
  for (const [what, records, code] of wrong) {
    test(`${what} is the wrong value`, async () => {
      const lines = records.map((record) => `sel._domainkey ${record}`);
      assert.equal(await found(txt, ...lines), `wrong INVALID_VALUE ${code}`);
    });
  }

  test("missing, doubled and elsewhere", async () => {
    assert.equal(await found(txt), "absent HOST_NOT_FOUND record-missing");
    const doubled = `sel._domainkey.example.test TXT p=${key}`;
    assert.equal(await found(txt, doubled), "absent HOST_NOT_FOUND name-doubled");
    assert.equal(await found(txt, `sel TXT p=${key}`), "absent HOST_NOT_FOUND name-elsewhere");
  });
});

void suite("servers that do not help are unreachable, never absent", () => {
  const scene = { records: [rightCname], options: quickSilence };
  const behaviours: [Behaviour, code: string][] = [
    ["servfail", "servers-fail"],
    ["silent", "servers-silent"],
    ["refuse", "not-delegated-there"],
    ["lame", "not-delegated-there"],
    ["recursive", "answered-by-resolver"],
  ];
  for (const [behaviour, code] of behaviours) {
    test(JSON.stringify(behaviour), async () => {
      const evidence = await inspect(cname, { ...scene, behaviour: [cname.name, behaviour] });
      assert.equal(summary(evidence), `unreachable DNS_SERVER_ERROR ${code}`);
      assert.equal(evidence.servers.length, 1);
    });
  }

  test("an answer that is cut off over TCP too is a fault of the server, not of the delegation", async () => {
    const cut = (query: Buffer) => {
      const framed = query.readUInt16BE(0) === query.length - 2;
      const bytes = Buffer.from(framed ? query.subarray(2) : query);
      bytes[2] = 0x86;
      return bytes;
    };
    const evidence = await inspect(cname, { records: [rightCname], behaviour: [cname.name, { bytes: cut }] });
    assert.equal(summary(evidence), "unreachable DNS_SERVER_ERROR servers-fail");
  });

  test("a zone whose signatures do not hold", async () => {
    const evidence = await inspect(cname, {
      records: [rightCname],
      arrange: (world) => world.resolver.bogus("example.test"),
    });
    assert.equal(summary(evidence), "unreachable DNS_SERVER_ERROR dnssec-bogus");
  });

  test("resolvers that do not answer are our fault", async () => {
    const evidence = await inspect(cname, {
      ...scene,
      arrange: (world) => world.resolver.behave("*", "silent"),
    });
    assert.equal(summary(evidence), "unreachable SERVICE_ERROR resolvers-silent");
  });

  test("resolvers that fail even for the root are our fault", async () => {
    const evidence = await inspect(cname, {
      records: [rightCname],
      arrange: (world) => world.resolver.behave("*", "servfail"),
    });
    assert.equal(summary(evidence), "unreachable SERVICE_ERROR resolvers-silent");
  });

  test("resolvers that are silent only because the zone's servers are, are not blamed", async () => {
    const evidence = await inspect(cname, {
      ...scene,
      arrange: (world) => {
        for (const name of [cname.name, "_domainkey.example.test", "example.test"]) {
          world.resolver.behave(name, "silent");
        }
        world.server(1).behave(cname.name, "silent");
      },
    });
    assert.equal(summary(evidence), "unreachable DNS_SERVER_ERROR servers-silent");
  });

  for (const behaviour of ["servfail", "silent"] as const) {
    test(`a resolver that will not say who serves the zone (${behaviour}) is gone round from above`, async () => {
      const evidence = await inspect(cname, {
        ...scene,
        arrange: (world) => world.resolver.behave("example.test", behaviour),
      });
      assert.equal(summary(evidence), "found - record-found");
    });
  }

  for (const questionsPerCheck of [2, 3, 4]) {
    test(`a check that has ${questionsPerCheck} questions does not say that name servers are at fault`, async () => {
      const evidence = await inspect(cname, { records: [rightCname], options: { questionsPerCheck } });
      assert.equal(summary(evidence), "unreachable DNS_SERVER_ERROR too-many-questions");
      for (const { result } of evidence.servers) assert.equal(result, "not asked: too many questions");
    });
  }

  test("a domain that nobody registered does not exist", async () => {
    const evidence = await inspect({ ...cname, name: "tok1._domainkey.nobody.test" }, { records: [] });
    assert.equal(summary(evidence), "absent HOST_NOT_FOUND domain-not-registered");
  });
});

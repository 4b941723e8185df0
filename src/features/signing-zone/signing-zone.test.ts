import assert from "node:assert/strict";
import { test } from "node:test";
import { dataText } from "#protocols/dns/master-file.ts";
import type { ZoneNode } from "#protocols/dns/zone.ts";
import { type CertificateProofs, type DkimTokens, type PublishedKey, SigningZone } from "./index.ts";

const key = "A".repeat(392);

interface More {
  readonly tokens?: Partial<DkimTokens>;
  readonly sendingAddresses?: string[];
  readonly proofs?: CertificateProofs;
}

function zoneWith(more: More = {}) {
  const time = { ms: Date.UTC(2026, 0, 1) };
  const asked: string[] = [];
  const keys: Record<string, PublishedKey> = { tok: { publicKeyBase64: key }, new: { withoutKey: true } };
  const zone = new SigningZone({
    apex: "signet.example",
    clock: { now: () => time.ms, sleep: async () => undefined },
    addresses: () => ["192.0.2.1", "2001:db8::1", "no-address"],
    sendingAddresses: more.sendingAddresses ?? [],
    proofs: more.proofs,
    tokens: {
      publicKeyOf: async (token) => {
        asked.push(token);
        return keys[token];
      },
      serviceKeyOf: async (selector) => (selector === "s1" ? { publicKeyBase64: "B" } : undefined),
      ...more.tokens,
    },
  });
  return { zone, time, asked, keys };
}

function texts(node: ZoneNode): string[] | string {
  return node.kind === "records"
    ? node.records.map((record) => `${record.type} ${dataText(record)}`)
    : node.kind;
}

test("a token with a key has it, one without is a name without records, another is absent", async () => {
  const { zone } = zoneWith();
  const [txt = ""] = texts(await zone.at("tok.dkim.signet.example"));
  assert.equal(txt.replaceAll('" "', ""), `TXT "v=DKIM1; k=rsa; p=${key}"`);
  assert.equal(txt.split('" "').length, 2);
  assert.deepEqual(texts(await zone.at("new.dkim.signet.example")), []);
  assert.equal(texts(await zone.at("other.dkim.signet.example")), "absent");
  assert.equal(texts(await zone.at("x.tok.dkim.signet.example")), "absent");
});

test("the zone holds what customers' records and the service's own mail need", async () => {
  const { zone } = zoneWith({ sendingAddresses: ["192.0.2.9", "2001:db8::9"] });
  const spf = 'TXT "v=spf1 ip4:192.0.2.9 ip6:2001:db8::9 ~all"';
  const addresses = ["A 192.0.2.1", "AAAA 2001:db8::1"];
  const expected: Record<string, string[] | string> = {
    "ns1.signet.example": addresses,
    "mx.signet.example": addresses,
    "email-smtp.eu-west-1.signet.example": addresses,
    "spf.signet.example": [spf],
    "_dmarc.signet.example": ['TXT "v=DMARC1; p=reject"'],
    "s1._domainkey.signet.example": ['TXT "v=DKIM1; k=rsa; p=B"'],
    "bounces.eu-west-1.signet.example": [
      "MX 10 feedback-smtp.eu-west-1.signet.example.",
      'TXT "v=spf1 include:signet.example ~all"',
    ],
    "feedback-smtp.us-gov-east-1.signet.example": addresses,
    "eu-west-1.signet.example": [],
    "dkim.signet.example": [],
    "_domainkey.signet.example": [],
    "other.eu-west-1.signet.example": "absent",
    "bounces.nowhere.signet.example": "absent",
    "nothing.signet.example": "absent",
  };
  for (const [name, content] of Object.entries(expected))
    assert.deepEqual(texts(await zone.at(name)), content, name);
  const apex = texts(await zone.at("signet.example"));
  assert.deepEqual(apex.slice(1), ["NS ns1.signet.example.", ...addresses, "MX 10 mx.signet.example.", spf]);
  assert.match(
    apex[0] ?? "",
    /^SOA ns1\.signet\.example\. hostmaster\.signet\.example\. \d+ 3600 600 604800 60$/,
  );
});

test("names outside are none of the zone's", () => {
  const { zone } = zoneWith();
  assert.equal(zone.zoneOf("a.signet.example"), zone);
  assert.equal(zone.zoneOf("asignet.example"), undefined);
  assert.equal(zone.zoneOf("example"), undefined);
});

test("the serial is the time and only grows", () => {
  const { zone, time } = zoneWith();
  const before = zone.soa.serial;
  assert.equal(before, Date.UTC(2026, 0, 1) / 1_000);
  time.ms += 60_000;
  assert.equal(zone.soa.serial, before + 60);
});

test("a key, and that there is none, is remembered for less than a second", async () => {
  const { zone, time, asked, keys } = zoneWith();
  assert.equal(texts(await zone.at("late.dkim.signet.example")), "absent");
  keys["late"] = { publicKeyBase64: "C" };
  time.ms += 999;
  assert.equal(texts(await zone.at("late.dkim.signet.example")), "absent");
  time.ms += 1;
  assert.deepEqual(texts(await zone.at("late.dkim.signet.example")), ['TXT "v=DKIM1; k=rsa; p=C"']);
  assert.deepEqual(asked, ["late", "late"]);
});

test("many questions at once are one look, and a failed look is not remembered", async () => {
  let looks = 0;
  const { zone } = zoneWith({
    tokens: {
      publicKeyOf: async () => {
        looks += 1;
        if (looks === 1) throw new Error("no store");
        return undefined;
      },
    },
  });
  await assert.rejects(zone.at("a.dkim.signet.example"));
  await Promise.all([zone.at("a.dkim.signet.example"), zone.at("a.dkim.signet.example")]);
  assert.equal(looks, 2);
});

test("the operator is given the delegation with its glue, and the zone as a file", () => {
  const { zone } = zoneWith();
  assert.deepEqual(
    zone.delegation().map((record) => `${record.name} ${record.type} ${dataText(record)}`),
    [
      "signet.example NS ns1.signet.example.",
      "ns1.signet.example A 192.0.2.1",
      "ns1.signet.example AAAA 2001:db8::1",
    ],
  );
  const lines = zone
    .zoneFile(["eu-west-1"], [{ token: "tok", publicKeyBase64: "AA" }])
    .trimEnd()
    .split("\n");
  assert.match(lines[0] ?? "", /^signet\.example\.\t60\tIN\tSOA\t/);
  assert.ok(lines.includes('tok.dkim.signet.example.\t300\tIN\tTXT\t"v=DKIM1; k=rsa; p=AA"'));
  assert.ok(lines.includes('_dmarc.signet.example.\t3600\tIN\tTXT\t"v=DMARC1; p=reject"'));
  assert.ok(lines.some((line) => line.startsWith("feedback-smtp.eu-west-1.signet.example.")));
});

test("a zone file written a second later has a greater serial, or secondaries would not fetch its new keys", () => {
  const { zone, time } = zoneWith();
  const serial = () => Number(/\tSOA\t\S+ \S+ (\d+) /.exec(zone.zoneFile([]))?.[1]);
  const first = serial();
  time.ms += 1_000;
  assert.ok(serial() > first);
  assert.ok(serial() >= zone.soa.serial);
});

test("what proves names to an authority stands in one place while it is needed, and their own places lead there", async () => {
  const proofs: string[] = [];
  const aliases = ["_acme-challenge.mx.signet.example", "_acme-challenge.deep.new.signet.example"];
  const place = "_acme-challenge.signet.example";
  const { zone, time } = zoneWith({ proofs: { place, aliases, texts: async () => [...proofs] } });
  assert.deepEqual(texts(await zone.at("_acme-challenge.mx.signet.example")), [`CNAME ${place}.`]);
  assert.equal(texts(await zone.at(place)), "absent");
  proofs.push("one", "other");
  time.ms += 1_000;
  assert.deepEqual(texts(await zone.at(place)), ['TXT "one"', 'TXT "other"']);
  assert.equal(texts(await zone.at("_acme-challenge.spf.signet.example")), "absent");
  for (const above of ["deep.new.signet.example", "new.signet.example"]) {
    assert.deepEqual(texts(await zone.at(above)), [], above);
  }
  assert.equal(texts(await zone.at("other.new.signet.example")), "absent");
});

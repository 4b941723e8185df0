import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import { seeded } from "#protocols/testdata/seeded.ts";
import { isSameKey } from "./public-key.ts";
import { readKeyRecord, writeKeyRecord } from "./record.ts";

const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
const spki = publicKey.export({ format: "der", type: "spki" });
const pkcs1 = publicKey.export({ format: "der", type: "pkcs1" });
const base64 = spki.toString("base64");
const record = writeKeyRecord(base64);

test("a record that was written reads back as the same key", () => {
  const reading = readKeyRecord(record);
  assert.ok(reading.ok && !reading.revoked);
  assert.equal(reading.keyType, "rsa");
  assert.deepEqual(Buffer.from(reading.publicKey), spki);
  assert.deepEqual(Object.fromEntries(reading.tags), { v: "DKIM1", k: "rsa", p: base64 });
});

test("what receivers forgive does not change the key", () => {
  const halves = [base64.slice(0, 100), base64.slice(100)] as const;
  const variants = [
    `${record};`,
    `${record} ; `,
    `p=${base64}`,
    `p=${base64}; k=rsa; v=DKIM1`,
    `k=rsa;p=${base64};t=y;n=any note`,
    ` v = DKIM1 ;\tk = rsa ;\r\n p = ${base64}`,
    `v=DKIM1; k=rsa; p=${halves.join(" ")}`,
    `v=DKIM1; k=rsa; p=${halves.join("\t\r\n ")}`,
    `"v=DKIM1; k=rsa; p=${halves[0]}" "${halves[1]}"`,
    `v=DKIM1\\; k=rsa\\; p=${base64}`,
    `v=DKIM1; k=rsa; h=sha1:sha256; s=email; t=s; p=${base64}`,
    `v=DKIM1; k=rsa; s=*; p=${base64}`,
    `v=DKIM1; k=rsa; x=unknown; p=${base64.replace(/=+$/, "")}`,
    `v=DKIM1; k=rsa; p=${pkcs1.toString("base64")}`,
  ];
  for (const variant of variants) {
    const reading = readKeyRecord(variant);
    assert.ok(reading.ok && !reading.revoked, `${variant} → ${JSON.stringify(reading)}`);
    assert.deepEqual(Buffer.from(reading.publicKey), spki, variant);
  }
});

test("one thing changed in a record gives the one fault that names it", () => {
  const short = generateKeyPairSync("rsa", { modulusLength: 512 }).publicKey;
  const elliptic = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey;
  const of = (key: typeof short) => key.export({ format: "der", type: "spki" }).toString("base64");
  const faults: readonly [written: string, fault: RegExp][] = [
    ["", /no p= tag/],
    ["v=DKIM1; k=rsa", /no p= tag/],
    ["v=spf1 include:example.com ~all", /its version is "spf1/],
    [record.replace("DKIM1", "dkim1"), /its version is "dkim1"/],
    [record.replace("rsa", "dsa"), /key type k="dsa" is unknown/],
    [record.replace("k=rsa", "k=ed25519"), /Ed25519 key has 162 bytes/],
    [`${record}; h=sha1`, /does not allow SHA-256/],
    [`${record}; s=tlsrpt`, /does not allow e-mail/],
    [`${record}; p=${base64}`, /the tag "p" twice/],
    [`${record}; nonsense`, /without "=": "nonsense"/],
    [`${record}; 1=2`, /bad name: "1"/],
    [record.replace("p=MI", "p=*MI"), /not base64/],
    [record.slice(0, -40), /not an RSA public key/],
    [record.replace("p=MI", "p=NI"), /not an RSA public key/],
    [writeKeyRecord(of(short)), /512 bits/],
    [writeKeyRecord(of(elliptic)), /not an RSA public key/],
    [record + " ".repeat(9_000), /longer than/],
    ["token.dkim.example.net.", /without "="/],
  ];
  for (const [written, fault] of faults) {
    const reading = readKeyRecord(written);
    assert.ok(!reading.ok, `${written} was accepted`);
    assert.match(reading.fault, fault, written);
  }
});

test("an empty p= is a revoked key", () => {
  const reading = readKeyRecord("v=DKIM1; k=rsa; p=;");
  assert.ok(reading.ok && reading.revoked);
});

test("an Ed25519 record gives its 32 bytes", () => {
  // RFC 8463 §A.2
  const reading = readKeyRecord("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
  assert.ok(reading.ok && !reading.revoked);
  assert.equal(reading.keyType, "ed25519");
  assert.equal(reading.publicKey.length, 32);
});

test("keys are compared by what they are, not how they are written", () => {
  const other = generateKeyPairSync("rsa", { modulusLength: 1024 }).publicKey;
  assert.ok(isSameKey(spki, pkcs1));
  assert.ok(isSameKey(pkcs1, pkcs1));
  assert.ok(!isSameKey(spki, other.export({ format: "der", type: "spki" })));
  assert.ok(!isSameKey(Buffer.of(1), Buffer.of(1)));
});

test("random records never throw", () => {
  const random = seeded(20261102);
  for (let round = 0; round < 3_000; round += 1) {
    const bytes = Buffer.from(record);
    for (let change = random.below(6); change >= 0; change -= 1) {
      bytes[random.below(bytes.length)] = random.below(128);
    }
    readKeyRecord(bytes.toString("latin1", 0, random.below(bytes.length) + 1));
  }
  for (let round = 0; round < 1_000; round += 1) readKeyRecord(String(random.bytes(random.below(60))));
});

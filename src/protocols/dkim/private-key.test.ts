import assert from "node:assert/strict";
import { createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { test } from "node:test";
import { seeded } from "#protocols/testdata/seeded.ts";
import { generateDkimKeyPair } from "./generate.ts";
import { openPrivateKey } from "./key-pair.ts";
import { readPrivateKey } from "./private-key.ts";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
const pkcs1 = privateKey.export({ format: "der", type: "pkcs1" });
const pkcs8 = privateKey.export({ format: "der", type: "pkcs8" });
const spki = publicKey.export({ format: "der", type: "spki" });
const elliptic = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;

const base64 = (data: string | Buffer) => Buffer.from(data).toString("base64");
const pem = (key: KeyObject, type: "pkcs1" | "pkcs8") => key.export({ format: "pem", type }).toString();

test("every form in which tools write an RSA key is the same key", () => {
  const forms = [
    base64(pkcs1),
    base64(pkcs8),
    base64(pem(privateKey, "pkcs1")),
    base64(pem(privateKey, "pkcs8")),
    base64(pem(privateKey, "pkcs8").replaceAll("\n", "\r\n")),
    base64(`some text before\n${pem(privateKey, "pkcs1")}`).replaceAll("=", ""),
    pem(privateKey, "pkcs1"),
    pem(privateKey, "pkcs8"),
    pem(privateKey, "pkcs1").replaceAll(/-----.*-----|\n/g, ""),
  ];
  for (const [index, form] of forms.entries()) {
    const reading = readPrivateKey(form);
    assert.ok(reading.ok, `form ${index}: ${JSON.stringify(reading)}`);
    assert.deepEqual(Buffer.from(reading.keyPair.privateKeyDer), pkcs8);
    assert.equal(reading.keyPair.publicKeyBase64, base64(spki));
    assert.equal(reading.keyPair.bits, 1024);
  }
});

test("a key that cannot sign for DKIM is refused with what it is", () => {
  const rsa = (modulusLength: number) => generateKeyPairSync("rsa", { modulusLength }).privateKey;
  const encrypted = { cipher: "aes-256-cbc", passphrase: "secret" };
  const faults: readonly [written: string, fault: RegExp][] = [
    ["", /neither a PKCS#1 nor a PKCS#8/],
    ["***", /not base64/],
    ["AAAA", /neither a PKCS#1 nor a PKCS#8/],
    ["A".repeat(20_481), /longer than 20480/],
    [base64(pkcs8.subarray(0, 200)), /neither a PKCS#1 nor a PKCS#8/],
    [base64(pkcs1.subarray(0, 200)), /neither a PKCS#1 nor a PKCS#8/],
    [base64(spki), /public key/],
    [base64(publicKey.export({ format: "pem", type: "spki" })), /public key/],
    [base64(publicKey.export({ format: "pem", type: "pkcs1" })), /public key/],
    [base64(elliptic.export({ format: "der", type: "pkcs8" })), /elliptic-curve/],
    [base64(elliptic.export({ format: "der", type: "sec1" })), /elliptic-curve/],
    [base64(elliptic.export({ format: "pem", type: "sec1" })), /elliptic-curve/],
    [base64(generateKeyPairSync("ed25519").privateKey.export({ format: "der", type: "pkcs8" })), /ed25519/],
    [base64(privateKey.export({ format: "pem", type: "pkcs8", ...encrypted })), /encrypted/],
    [base64(privateKey.export({ format: "der", type: "pkcs8", ...encrypted })), /encrypted/],
    [base64(privateKey.export({ format: "pem", type: "pkcs1", ...encrypted })), /encrypted/],
    [base64(pem(privateKey, "pkcs8").slice(0, -30)), /no complete private key/],
    [base64("-----BEGIN PRIVATE KEY-----\n***\n-----END PRIVATE KEY-----"), /no base64/],
    [base64(rsa(512).export({ format: "der", type: "pkcs8" })), /512 bits; it must have 1024 to 2048/],
    [base64(rsa(3072).export({ format: "der", type: "pkcs1" })), /3072 bits; it must have 1024 to 2048/],
  ];
  for (const [written, fault] of faults) {
    const reading = readPrivateKey(written);
    assert.ok(!reading.ok, `${fault} was accepted`);
    assert.match(reading.fault, fault);
  }
});

test("a key with one changed number is refused", () => {
  const numbers = privateKey.export({ format: "jwk" });
  for (const name of ["n", "e", "d", "p", "q", "dp", "dq", "qi"] as const) {
    const number = Buffer.from(numbers[name] ?? "", "base64url");
    assert.ok(number.length > 0);
    const damaged = Buffer.from(pkcs1);
    const at = damaged.indexOf(number) + number.length - 1;
    damaged[at] = (damaged[at] ?? 0) ^ 4;
    const reading = readPrivateKey(base64(damaged));
    assert.ok(!reading.ok, `a changed ${name} was accepted`);
    assert.ok(!reading.fault.includes(base64(pkcs1).slice(30, 60)));
  }
});

test("random and damaged keys never throw", () => {
  const random = seeded(20261103);
  for (let round = 0; round < 600; round += 1) {
    const bytes = Buffer.from(round % 2 === 0 ? pkcs1 : pkcs8);
    // Mostly at the front, where the structure is.
    for (let change = random.below(3); change >= 0; change -= 1) {
      bytes[random.below(random.below(2) === 0 ? 40 : bytes.length)] = random.below(256);
    }
    readPrivateKey(base64(bytes.subarray(0, random.below(bytes.length) + 1)));
    readPrivateKey(base64(bytes));
    readPrivateKey(base64(Buffer.from(random.bytes(random.below(80)))));
  }
});

test("a generated key pair opens, and its halves belong together", async () => {
  for (const bits of [1024, 2048] as const) {
    const made = await generateDkimKeyPair(bits);
    const opened = openPrivateKey(made.privateKeyDer);
    assert.equal(opened.asymmetricKeyDetails?.modulusLength, bits);
    assert.equal(
      createPublicKey(opened).export({ format: "der", type: "spki" }).toString("base64"),
      made.publicKeyBase64,
    );
    const reading = readPrivateKey(Buffer.from(made.privateKeyDer).toString("base64"));
    assert.deepEqual(reading.ok && reading.keyPair, made);
  }
});

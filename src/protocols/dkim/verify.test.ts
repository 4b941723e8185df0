import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import { dkimSign } from "mailauth/lib/dkim/sign.js";
import { seeded } from "#protocols/testdata/seeded.ts";
import { dkimSignatures } from "./sign.ts";
import { type KeyOf, signatureVerdicts } from "./verify.ts";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
const spki = publicKey.export({ format: "der", type: "spki" });
const signer = { domain: "example.com", selector: "token", privateKey };
const keyOf: KeyOf = async (domain, selector) =>
  domain === "example.com" && selector === "token"
    ? { type: "rsa", publicKey: spki, from: "kept" }
    : { fault: "It is not to be had.", isFinal: false };

const text =
  "From: Ann <ann@example.com>\r\nSubject:  A   subject\r\n\twith folds\r\nX-Twice: 1\r\nX-Twice: 2\r\n\r\nHello,\r\n\r\n\r\n";

async function signed(): Promise<string> {
  return [...(await dkimSignatures(Buffer.from(text, "latin1"), [signer], 0)), text].join("");
}

async function verdictOf(message: string, key = keyOf) {
  return await signatureVerdicts(Buffer.from(message, "latin1"), key);
}

const about = { domain: "example.com", selector: "token" };

test("a signature of ours is valid, whatever relays may change of the header's white space", async () => {
  const message = await signed();
  assert.deepEqual(await verdictOf(message), [{ ...about, verdict: "valid", key: "kept" }]);
  const refolded = message.replace("Subject:  A   subject\r\n\twith", "SUBJECT: A\r\n subject with");
  assert.deepEqual(await verdictOf(`Received: x\r\n${refolded}`), [
    { ...about, verdict: "valid", key: "kept" },
  ]);
  assert.deepEqual(await verdictOf(text), []);
});

test("one thing changed breaks it, and what was changed is said", async () => {
  const message = await signed();
  const changes: [changed: string, fault: RegExp][] = [
    [message.replace("Hello", "Hullo"), /body/],
    [message.replace("A   subject", "B   subject"), /header/],
    [message.replace("X-Twice: 1\r\nX-Twice: 2", "X-Twice: 2\r\nX-Twice: 1"), /header/],
    [message.replace("\r\n\r\nHello", "\r\nTo: eve@example.com\r\n\r\nHello"), /header/],
    [message.replace("t=0;", "t=1;"), /header/],
    [message.replace("d=example.com;", "d=example.com; d=evil.example;"), /twice/],
  ];
  for (const [changed, fault] of changes) {
    const [verdict] = await verdictOf(changed);
    assert.equal(verdict?.verdict, "invalid", changed);
    assert.match(verdict.fault ?? "", fault);
  }
});

test("what cannot be checked is not called valid", async () => {
  const message = await signed();
  for (const [changed, verdict] of [
    [message.replace("d=example.com", "d=other.example"), "unchecked"],
    [message.replace("a=rsa-sha256", "a=rsa-sha1"), "unchecked"],
    [message.replace("c=relaxed/simple", "c=relaxed/tight"), "unchecked"],
    [message.replace("bh=", "l=5; bh="), "unchecked"],
    [message.replace("a=rsa-sha256", "a=ed25519-sha256"), "invalid"],
    [message.replace(/h=From:/i, "h="), "invalid"],
  ] as const) {
    assert.equal((await verdictOf(changed))[0]?.verdict, verdict, changed);
  }
  const none: KeyOf = async () => ({ fault: "There is none.", isFinal: true });
  assert.deepEqual(await verdictOf(message, none), [
    { ...about, verdict: "invalid", fault: "There is none." },
  ]);
});

test("what others sign is checked in every form that they do", async () => {
  const ed25519 = generateKeyPairSync("ed25519");
  const raw = Buffer.from(ed25519.publicKey.export({ format: "jwk" }).x ?? "", "base64url");
  const kinds = [
    ["rsa-sha256", privateKey, { type: "rsa", publicKey: spki, from: "dns" }],
    ["ed25519-sha256", ed25519.privateKey, { type: "ed25519", publicKey: raw, from: "dns" }],
  ] as const;
  const bodies = ["Hello, \t you\t\r\n \r\n\r\n", "no end of line ", "\r\n\r\n", "", " \r\na"];
  for (const [algorithm, key, found] of kinds) {
    const privateKey = key.export({ format: "pem", type: "pkcs8" }).toString();
    for (const form of ["simple/simple", "relaxed/relaxed", "simple/relaxed", "relaxed/simple"]) {
      for (const body of bodies) {
        const message = `From: Ann <ann@example.com>\r\nSubject:  A   subject\r\n\twith folds\r\n\r\n${body}`;
        const signer = { signingDomain: "example.com", selector: "token", privateKey };
        const how = { canonicalization: form, algorithm, ...signer, signatureData: [signer] };
        const { signatures } = await dkimSign(Buffer.from(message), how);
        const [verdict] = await verdictOf(signatures + message, async () => found);
        const what = `${algorithm} ${form} ${JSON.stringify(body)}`;
        assert.deepEqual(verdict, { ...about, verdict: "valid", key: "dns" }, what);
        const [other] = await verdictOf(`${signatures}${message}x`, async () => found);
        assert.equal(other?.verdict, "invalid", what);
      }
    }
  }
});

test("no bytes make it throw", async () => {
  const random = seeded(11);
  const message = await signed();
  for (let round = 0; round < 300; round += 1) {
    const bytes = Buffer.from(message, "latin1");
    for (let hit = 0; hit < 4; hit += 1) bytes[random.below(bytes.length)] = random.below(256);
    await signatureVerdicts(bytes, keyOf);
  }
});

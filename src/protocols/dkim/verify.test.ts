import assert from "node:assert/strict";
import { generateKeyPairSync, hash, sign } from "node:crypto";
import { test } from "node:test";
import { dkimSign } from "mailauth/lib/dkim/sign.js";
import { seeded } from "#protocols/testdata/seeded.ts";
import { relaxedField } from "./canonical.ts";
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

async function verdictOf(message: string, key = keyOf, nowMs = 0) {
  return await signatureVerdicts(Buffer.from(message, "latin1"), key, nowMs);
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

/** Made by somebody who says these things, with the right key. */
function signedSaying(tags: string): string {
  const body = hash("sha256", "Hello\r\n", "base64");
  const value = ` a=rsa-sha256; c=relaxed/relaxed; d=example.com; s=token; ${tags} h=from; bh=${body}; b=`;
  const signature = sign(
    "sha256",
    Buffer.from(`from:ann@example.com\r\n${relaxedField("dkim-signature", value)}`),
    privateKey,
  );
  return `DKIM-Signature:${value}${signature.toString("base64")}\r\nFrom: ann@example.com\r\n\r\nHello\r\n`;
}

test("a signature of another version, or in the name of another domain, is none", async () => {
  for (const tags of ["v=1;", "v=1; i=@example.com;", "v=1; i=ann@mail.Example.com;"]) {
    assert.deepEqual(await verdictOf(signedSaying(tags)), [{ ...about, verdict: "valid", key: "kept" }]);
  }
  for (const [tags, fault] of [
    ["", /version/],
    ["v=2;", /version/],
    ["v=1; i=@evil.example;", /i=/],
    ["v=1; i=eve@badexample.com;", /i=/],
  ] as const) {
    const [verdict] = await verdictOf(signedSaying(tags));
    assert.equal(verdict?.verdict, "invalid", tags);
    assert.match(verdict.fault ?? "", fault);
  }
});

test("what cannot be checked is not called valid", async () => {
  const message = await signed();
  for (const [changed, verdict] of [
    [message.replace("d=example.com", "d=other.example"), "unchecked"],
    [message.replace("a=rsa-sha256", "a=rsa-sha1"), "unchecked"],
    [message.replace("c=relaxed/simple", "c=relaxed/tight"), "unchecked"],
    [message.replace("bh=", "l=5; bh="), "invalid"],
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

/** Signed by somebody else's hand, who vouches for so many bytes of the body (`simple`), and until so long after 1970. */
async function signedWithin(limits: { maxBodyLength?: number; expires?: Date }): Promise<string> {
  const signer = {
    signingDomain: "example.com",
    selector: "token",
    privateKey: privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
  };
  const how = { canonicalization: "relaxed/simple", algorithm: "rsa-sha256", signTime: new Date(1_000) };
  const { signatures } = await dkimSign(Buffer.from(text), {
    ...how,
    ...signer,
    ...limits,
    signatureData: [{ ...signer, ...limits }],
  });
  return signatures + text;
}

test("a signature of the beginning of the body holds, and the rest is said to be anybody's", async () => {
  const message = await signedWithin({ maxBodyLength: 6 });
  assert.match(message, /l=6;/);
  const longer = `${message.trimEnd()}\r\nBuy!\r\n`;
  for (const [body, length] of [
    [message, 8],
    [longer, 14],
  ] as const) {
    const caution = `It covers 6 of the ${length} bytes of the body: anybody may have added the rest.`;
    assert.deepEqual(await verdictOf(body), [{ ...about, verdict: "valid", key: "kept", caution }]);
  }
  const faults = [
    [message.replace("Hello", "Hullo"), /not the one that was signed/],
    [message.replace("Hello,", ""), /shorter than what was signed/],
    [message.replace("l=6;", "l=six;"), /not a number/],
    [message.replace("l=6;", "l=7;"), /body is not the one/],
  ] as const;
  for (const [changed, fault] of faults) {
    const [verdict] = await verdictOf(changed);
    assert.equal(verdict?.verdict, "invalid", changed);
    assert.match(verdict.fault ?? "", fault);
  }
});

test("a signature is good until the time that it says", async () => {
  const message = await signedWithin({ expires: new Date(60_000) });
  assert.match(message, /x=60;/);
  assert.equal((await verdictOf(message, keyOf, 60_000))[0]?.verdict, "valid");
  const fault = "It has expired: it was good until 1970-01-01T00:01:00.000Z.";
  assert.deepEqual(await verdictOf(message, keyOf, 60_001), [{ ...about, verdict: "invalid", fault }]);
  for (const [changed, told] of [
    [message.replace("x=60;", "x=soon;"), /not a time/],
    [message.replace("x=60;", "x=1;"), /before it was made/],
    [message.replace("x=60;", "x=99;"), /header/],
  ] as const) {
    const [verdict] = await verdictOf(changed);
    assert.equal(verdict?.verdict, "invalid", changed);
    assert.match(verdict.fault ?? "", told);
  }
});

test("no bytes make it throw", async () => {
  const random = seeded(11);
  const message = await signed();
  for (let round = 0; round < 300; round += 1) {
    const bytes = Buffer.from(message, "latin1");
    for (let hit = 0; hit < 4; hit += 1) bytes[random.below(bytes.length)] = random.below(256);
    await signatureVerdicts(bytes, keyOf, 0);
  }
});

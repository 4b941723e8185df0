import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import { seeded } from "#protocols/testdata/seeded.ts";
import { dkimSignatures } from "./sign.ts";
import { signatureVerdicts } from "./verify.ts";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
const spki = publicKey.export({ format: "der", type: "spki" }).toString("base64");
const signer = { domain: "example.com", selector: "token", privateKey };
const keyOf = async (domain: string, selector: string) =>
  domain === "example.com" && selector === "token" ? spki : undefined;

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
  assert.deepEqual(await verdictOf(message), [{ ...about, verdict: "valid" }]);
  const refolded = message.replace("Subject:  A   subject\r\n\twith", "SUBJECT: A\r\n subject with");
  assert.deepEqual(await verdictOf(`Received: x\r\n${refolded}`), [{ ...about, verdict: "valid" }]);
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
  for (const unknown of [
    message.replace("d=example.com", "d=other.example"),
    message.replace("a=rsa-sha256", "a=ed25519-sha256"),
    message.replace("c=relaxed/simple", "c=relaxed/relaxed"),
    message.replace("bh=", "l=5; bh="),
  ]) {
    assert.equal((await verdictOf(unknown))[0]?.verdict, "unchecked", unknown);
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

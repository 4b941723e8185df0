import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import {
  BadRequestException,
  type DkimSigningKeyLength,
  PutEmailIdentityDkimSigningAttributesCommand,
} from "@aws-sdk/client-sesv2";
import { dkimVerify } from "mailauth/lib/dkim/verify.js";
import { dayMs, hourMs, minuteMs, secondMs } from "#platform/clock.ts";
import { dkimSignatures } from "#protocols/dkim/sign.ts";
import { engines } from "#test/support/engines.ts";
import { type Operator, operatorOf } from "#test/support/operator.ts";
import { publishedTexts } from "#test/support/our-dns.ts";
import { identityOf, verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const EmailIdentity = "example.test";
const owner = { account: "000000000000", region: "us-east-1" };
const path = `/signet/v1/identities/${EmailIdentity}`;

async function stages(world: World): Promise<string[]> {
  type Shown = { dkim: { keys: { stage: string }[] } };
  return (await world.plain<Shown>("GET", path)).dkim.keys.map(({ stage }) => stage);
}

/** For each token, whether our DNS publishes a key there; it may remember what was so a second ago. */
async function published(world: World, tokens: readonly string[]): Promise<boolean[]> {
  await world.leap(secondMs);
  return await Promise.all(
    tokens.map(async (token) => (await publishedTexts(world, `${token}.dkim.signet.localhost`)).length === 1),
  );
}

/** A message as the service would sign it now. */
async function signedNow(world: World, { dkimKeys }: Operator): Promise<string> {
  const key = await dkimKeys.signingKey(owner, EmailIdentity);
  assert.ok(key);
  const message = `From: ann@${EmailIdentity}\r\nTo: bob@example.net\r\nSubject: Hello\r\n\r\nHello,\r\n`;
  const signer = { domain: EmailIdentity, ...key };
  const [field] = await dkimSignatures(Buffer.from(message), [signer], world.clock.now());
  return `${field}${message}`;
}

/** What a receiver finds out who looks the key up through the customer's CNAME: the verdict, by which selector. */
async function received(world: World, message: string): Promise<[string | undefined, string | undefined]> {
  const { results } = await dkimVerify(Buffer.from(message), {
    resolver: async (name: string) => {
      const alias = world.dns.zones
        .flatMap(({ records }) => records)
        .find((record) => record.type === "CNAME" && record.name === name);
      assert.ok(alias?.type === "CNAME", name);
      return (await publishedTexts(world, alias.data)).map((text) => [text]);
    },
  });
  return [results[0]?.status.result, results[0]?.selector];
}

async function changeLength(world: World, length: DkimSigningKeyLength): Promise<void> {
  await world.ses.send(
    new PutEmailIdentityDkimSigningAttributesCommand({
      EmailIdentity,
      SigningAttributesOrigin: "AWS_SES",
      SigningAttributes: { NextSigningKeyLength: length },
    }),
  );
  await world.settle();
}

for (const engine of engines) {
  describe(`the rotation of a domain's keys, on ${engine}`, () => {
    test("after 180 days a new key takes over once it was seen, and the old one is withdrawn a week later", async () => {
      await using world = await World.start(engine);
      const { Tokens: tokens = [] } = await verifiedDomain(world, EmailIdentity);
      await using operator = await operatorOf(world);
      assert.deepEqual(await stages(world), ["active", "empty", "empty"]);
      assert.deepEqual(await published(world, tokens), [true, false, false]);
      const before = await signedNow(world, operator);
      assert.deepEqual(await received(world, before), ["pass", tokens[0]]);

      await world.leap(179 * dayMs);
      assert.deepEqual(await stages(world), ["active", "empty", "empty"]);
      // Until the new key has been seen through the customer's DNS, the old one signs.
      world.dns.behave("*", "servfail");
      await world.leap(dayMs);
      assert.deepEqual(await stages(world), ["active", "pending", "empty"]);
      assert.deepEqual(await published(world, tokens), [true, true, false]);
      assert.deepEqual(await received(world, await signedNow(world, operator)), ["pass", tokens[0]]);

      world.dns.recover("*");
      await world.pass(20 * minuteMs);
      assert.deepEqual(await stages(world), ["retiring", "active", "empty"]);
      const after = await signedNow(world, operator);
      assert.deepEqual(await received(world, after), ["pass", tokens[1]]);
      assert.deepEqual(await received(world, before), ["pass", tokens[0]], "mail under way stays good");
      assert.equal((await identityOf(world, EmailIdentity)).VerificationStatus, "SUCCESS");

      await world.leap(7 * dayMs);
      assert.deepEqual(await stages(world), ["retired", "active", "empty"]);
      assert.deepEqual(await published(world, tokens), [false, true, false]);
      assert.notEqual((await received(world, before))[0], "pass");
      assert.deepEqual(await received(world, after), ["pass", tokens[1]]);
    });

    test("the three tokens take turns for ever", async () => {
      await using world = await World.start(engine);
      const { Tokens: tokens = [] } = await verifiedDomain(world, EmailIdentity);
      await using operator = await operatorOf(world);
      const signedBy: (string | undefined)[] = [];
      for (let turn = 0; turn < 4; turn++) {
        await world.leap(90 * dayMs);
        await world.leap(90 * dayMs);
        await world.pass(minuteMs);
        signedBy.push((await dkimSelector(operator)) ?? "");
      }
      assert.deepEqual(signedBy, [tokens[1], tokens[2], tokens[0], tokens[1]]);
      assert.equal((await identityOf(world, EmailIdentity)).VerificationStatus, "SUCCESS");
    });

    test("on demand a new key is made at once, while there is a free token", async () => {
      await using world = await World.start(engine);
      await world.plain("POST", "/v2/email/identities", { EmailIdentity: "unproven.example" });
      const early = await world.call("POST", "/signet/v1/identities/unproven.example/rotate");
      assert.match(early.error?.message ?? "", /has no key yet: .* CNAME records/);
      await verifiedDomain(world, EmailIdentity);
      await world.plain("POST", `${path}/rotate`);
      await world.settle();
      assert.deepEqual(await stages(world), ["retiring", "active", "empty"]);
      await world.plain("POST", `${path}/rotate`);
      await world.settle();
      assert.deepEqual(await stages(world), ["retiring", "retiring", "active"]);
      const refused = await world.call("POST", `${path}/rotate`);
      assert.equal(refused.status, 409);
      assert.match(refused.error?.message ?? "", /^A rotation is under way: .* 7 days/);
      assert.deepEqual(await stages(world), ["retiring", "retiring", "active"]);
      await world.leap(7 * dayMs);
      assert.deepEqual(await stages(world), ["retired", "retired", "active"]);
    });

    test("a key that is made while a check is under way is looked for right after it", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, EmailIdentity);
      world.dns.behave("*", { delayMs: 150 });
      await world.leap(minuteMs);
      const asked = world.dns.history.length;
      await world.plain("POST", `${path}/check`);
      await world.runUntil(async () => await Promise.resolve(world.dns.history.length > asked));
      world.clock.advance(1);
      await world.plain("POST", `${path}/rotate`);
      await world.settle();
      assert.deepEqual(await stages(world), ["retiring", "active", "empty"]);
    });

    test("a length that is changed while another key waits to be seen is that of the key after it", async () => {
      await using world = await World.start(engine, { quickSilence: true });
      await verifiedDomain(world, EmailIdentity);
      world.dns.behave("*", "silent");
      await world.plain("POST", `${path}/rotate`);
      await changeLength(world, "RSA_1024_BIT");
      assert.deepEqual(await stages(world), ["active", "pending", "empty"]);
      world.dns.recover("*");
      await world.pass(hourMs);
      const { DkimAttributes } = await identityOf(world, EmailIdentity);
      assert.equal(DkimAttributes?.CurrentSigningKeyLength, "RSA_1024_BIT");
      assert.deepEqual(await stages(world), ["retiring", "retiring", "active"]);
    });

    test("the length of the key changes with a rotation, once in 24 hours, and never to the same", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, EmailIdentity);
      const refused = { name: BadRequestException.name, message: /input you provided is invalid/i };
      await assert.rejects(changeLength(world, "RSA_2048_BIT"), refused);

      world.dns.behave("*", "servfail");
      await changeLength(world, "RSA_1024_BIT");
      const changing = (await identityOf(world, EmailIdentity)).DkimAttributes;
      assert.equal(changing?.NextSigningKeyLength, "RSA_1024_BIT");
      assert.equal(
        changing.CurrentSigningKeyLength,
        "RSA_2048_BIT",
        "the old key signs until the new is seen",
      );
      world.dns.recover("*");
      await world.pass(20 * minuteMs);
      const changed = (await identityOf(world, EmailIdentity)).DkimAttributes;
      assert.equal(changed?.CurrentSigningKeyLength, "RSA_1024_BIT");
      assert.ok(Number(changed.LastKeyGenerationTimestamp) > 0);

      await assert.rejects(changeLength(world, "RSA_2048_BIT"), refused);
      await world.leap(24 * hourMs);
      await changeLength(world, "RSA_2048_BIT");
      const back = (await identityOf(world, EmailIdentity)).DkimAttributes;
      assert.equal(back?.CurrentSigningKeyLength, "RSA_2048_BIT");
      assert.equal(back.Status, "SUCCESS");
    });
  });
}

async function dkimSelector({ dkimKeys }: Operator): Promise<string | undefined> {
  return (await dkimKeys.signingKey(owner, EmailIdentity))?.selector;
}

for (const engine of engines) {
  test(`while keys change under load, every message that arrives has a good signature, on ${engine}`, async (context) => {
    await using world = await World.start(engine);
    await verifiedDomain(world, EmailIdentity);
    await using operator = await operatorOf(world);
    const selectors = new Set<string | undefined>();
    let isRotating = false;
    let [sent, all] = [0, 0];
    const sendOn = async () => {
      while (isRotating) {
        await world.plain("POST", "/v2/email/outbound-emails", {
          FromEmailAddress: `ann@${EmailIdentity}`,
          Destination: { ToAddresses: [`bob-${sent++}@reader.example`] },
          Content: { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello,\n" } } } },
        });
      }
    };
    for (let rotations = 0; rotations < 3; rotations++) {
      isRotating = true;
      const senders = [sendOn(), sendOn(), sendOn()];
      const before = await dkimSelector(operator);
      await world.plain("POST", `${path}/rotate`);
      // Seen a while later, the new key signs; to make one may take a busy machine seconds.
      for (let hours = 0; hours < 4 || (await dkimSelector(operator)) === before; hours++) {
        assert.ok(hours < 100, "the new key does not sign");
        await delay(150);
        world.clock.advance(hourMs);
      }
      await delay(150);
      isRotating = false;
      await Promise.all(senders);
      // To what was under way while an hour went by, that was too long.
      await world.pass(10 * minuteMs);
      const { messages } = await world.plain<{ messages: { id: string }[] }>(
        "GET",
        "/signet/v1/inbox?page_size=1000",
      );
      assert.equal(messages.length, sent);
      for (const { id } of messages) {
        const { source } = await world.plain<{ source: string }>("GET", `/signet/v1/inbox/${id}`);
        const [result, selector] = await received(world, source);
        assert.equal(result, "pass", source);
        selectors.add(selector);
      }
      await world.call("DELETE", "/signet/v1/inbox");
      all += sent;
      sent = 0;
      // After a week, the key before is withdrawn.
      await world.leap(8 * dayMs);
    }
    context.diagnostic(`${all} messages, signed under ${selectors.size} selectors.`);
    assert.equal(selectors.size, 3);
  });
}

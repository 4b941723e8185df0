import assert from "node:assert/strict";
import { createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { describe, test } from "node:test";
import {
  BadRequestException,
  CreateEmailIdentityCommand,
  GetEmailIdentityCommand,
  NotFoundException,
  PutEmailIdentityDkimSigningAttributesCommand,
} from "@aws-sdk/client-sesv2";
import { dayMs, minuteMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { rowCounts, storedValues, whereStored } from "#test/support/stored.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const EmailIdentity = "example.test";
const selector = "mine";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const otherKey = generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey;

const pkcs1 = privateKey.export({ type: "pkcs1", format: "der" });
const forms = {
  "a PKCS#1 DER": pkcs1,
  "a PKCS#8 DER": privateKey.export({ type: "pkcs8", format: "der" }),
  "a whole PEM": Buffer.from(privateKey.export({ type: "pkcs1", format: "pem" })),
};

const unusable = unusableKeys();

function create(key: Uint8Array, as = selector): CreateEmailIdentityCommand {
  return new CreateEmailIdentityCommand({
    EmailIdentity,
    DkimSigningAttributes: {
      DomainSigningSelector: as,
      DomainSigningPrivateKey: Buffer.from(key).toString("base64"),
    },
  });
}

/** `p=…`, all that SES asks to be published. */
function publicHalf(key: KeyObject): string {
  return `p=${createPublicKey(key).export({ type: "spki", format: "der" }).toString("base64")}`;
}

function publish(world: World, text: string, as = selector): void {
  // A character string has 255 bytes at most.
  const strings = text.match(/.{1,255}/g) ?? [];
  world.zone(EmailIdentity, `${as}._domainkey TXT ${strings.join("|")}`);
}

async function statusIn(world: World) {
  return await world.ses.send(new GetEmailIdentityCommand({ EmailIdentity }));
}

for (const engine of engines) {
  describe(`a domain proven by a key of its owner, on ${engine}`, () => {
    for (const [form, key] of Object.entries(forms)) {
      test(`${form} is taken, and its public half in DNS verifies the domain`, async () => {
        await using world = await World.start(engine);
        const created = await world.ses.send(create(key));
        assert.equal(created.DkimAttributes?.SigningAttributesOrigin, "EXTERNAL");
        assert.equal(created.DkimAttributes.SigningHostedZone, undefined);
        publish(world, publicHalf(privateKey));
        await world.pass(minuteMs);
        const verified = await statusIn(world);
        assert.equal(verified.VerificationStatus, "SUCCESS");
        assert.equal(verified.DkimAttributes?.Status, "SUCCESS");
      });
    }

    test("the record that is shown is the one that verifies", async () => {
      await using world = await World.start(engine);
      await world.ses.send(create(pkcs1));
      type Shown = { records: { name: string; type: string; value: string }[] };
      const { records } = await world.plain<Shown>("GET", `/signet/v1/identities/${EmailIdentity}`);
      assert.deepEqual(
        records.map(({ name, type }) => [name, type]),
        [[`${selector}._domainkey.${EmailIdentity}`, "TXT"]],
      );
      publish(world, records[0]?.value ?? "");
      await world.pass(minuteMs);
      assert.equal((await statusIn(world)).VerificationStatus, "SUCCESS");
    });

    test("a selector with capitals verifies, however its record is written", async () => {
      await using world = await World.start(engine);
      await world.ses.send(create(pkcs1, "Mine2026"));
      type Shown = { records: { name: string; value: string; found?: { verdict: string } }[] };
      const shown = async () => await world.plain<Shown>("GET", `/signet/v1/identities/${EmailIdentity}`);
      const [{ name, value } = { name: "", value: "" }] = (await shown()).records;
      assert.equal(name, `Mine2026._domainkey.${EmailIdentity}`);
      for (const written of ["mine2026", "MINE2026"]) {
        publish(world, value, written);
        const publishedAt = world.clock.now();
        await world.pass(dayMs);
        const { VerificationStatus, VerificationInfo } = await statusIn(world);
        assert.equal(VerificationStatus, "SUCCESS");
        assert.ok(Number(VerificationInfo?.LastSuccessTimestamp) > publishedAt);
        assert.equal((await shown()).records[0]?.found?.verdict, "found");
      }
    });

    test("another key in DNS is a wrong value, and corrected it verifies", async () => {
      await using world = await World.start(engine);
      await world.ses.send(create(pkcs1));
      publish(world, publicHalf(otherKey));
      await world.pass(minuteMs);
      const wrong = await statusIn(world);
      assert.equal(wrong.VerificationStatus, "PENDING");
      assert.equal(wrong.VerificationInfo?.ErrorType, "INVALID_VALUE");
      publish(world, publicHalf(privateKey));
      await world.pass(minuteMs);
      const right = await statusIn(world);
      assert.equal(right.VerificationStatus, "SUCCESS");
      assert.equal(right.VerificationInfo?.ErrorType, undefined);
    });

    test("a verified domain that changes to its own key stays verified while the key is looked for", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, EmailIdentity);
      await world.ses.send(
        new PutEmailIdentityDkimSigningAttributesCommand({
          EmailIdentity,
          SigningAttributesOrigin: "EXTERNAL",
          SigningAttributes: {
            DomainSigningSelector: selector,
            DomainSigningPrivateKey: pkcs1.toString("base64"),
          },
        }),
      );
      await world.pass(minuteMs);
      const changing = await statusIn(world);
      assert.equal(changing.VerificationStatus, "SUCCESS");
      assert.equal(changing.DkimAttributes?.Status, "PENDING");
      publish(world, publicHalf(privateKey));
      await world.pass(minuteMs);
      assert.equal((await statusIn(world)).DkimAttributes?.Status, "SUCCESS");
    });

    test("the private key is in no answer, no log and no table", async () => {
      await using world = await World.start(engine);
      const path = `/signet/v1/identities/${EmailIdentity}`;
      const answers: unknown[] = [await world.ses.send(create(pkcs1))];
      publish(world, publicHalf(privateKey));
      await world.pass(minuteMs);
      answers.push(await statusIn(world), await world.call("GET", path));
      answers.push(await world.call("GET", `${path}/checks`));
      await using database = await world.openDatabase();
      const stored = await storedValues(database);
      const told = `${JSON.stringify(answers)}\n${world.logged.join("\n")}`;
      for (const [what, secret] of Object.entries(secretsOf(privateKey))) {
        assert.deepEqual(whereStored(stored, secret), [], what);
        assert.ok(!told.includes(secret.toString("base64").slice(4, -4)), what);
        assert.ok(!told.includes(secret.toString("hex")), what);
      }
      assert.deepEqual(whereStored(stored, publicHalf(privateKey).slice(2, 200)), [
        "dkim_keys.public_key",
        "dns_evidence.evidence",
      ]);
    });

    test("a key that cannot sign is refused with its fault, and nothing is left behind", async () => {
      await using world = await World.start(engine);
      await using database = await world.openDatabase();
      const before = await rowCounts(database);
      for (const [key, fault] of unusable) {
        await assert.rejects(world.ses.send(create(key)), (error) => {
          assert.ok(error instanceof BadRequestException);
          assert.match(error.message, fault);
          return true;
        });
      }
      await assert.rejects(statusIn(world), NotFoundException);
      assert.deepEqual(await rowCounts(database), before);
    });
  });
}

/** What gives the key away, in each form in which it could be written down. */
function secretsOf(key: KeyObject): Record<string, Buffer> {
  const { d = "", p = "" } = key.export({ format: "jwk" });
  const pem = key.export({ type: "pkcs1", format: "pem" }).toString();
  return {
    "PKCS#1": pkcs1,
    "PKCS#8": key.export({ type: "pkcs8", format: "der" }),
    exponent: Buffer.from(d, "base64url"),
    prime: Buffer.from(p, "base64url"),
    PEM: Buffer.from(pem),
    "a line of PEM": Buffer.from(pem.split("\n")[14] ?? ""),
  };
}

function unusableKeys(): [Uint8Array, RegExp][] {
  const rsa = (modulusLength: number) =>
    generateKeyPairSync("rsa", { modulusLength }).privateKey.export({ type: "pkcs1", format: "der" });
  const ec = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
  return [
    [rsa(4096), /4096/],
    [rsa(512), /512/],
    [ec.export({ type: "pkcs8", format: "der" }), /RSA/],
    [ec.export({ type: "sec1", format: "der" }), /./],
    [createPublicKey(privateKey).export({ type: "spki", format: "der" }), /./],
    [pkcs1.subarray(0, 300), /./],
    [Buffer.from("not a key at all"), /./],
  ];
}

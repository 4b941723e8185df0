import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CreateEmailIdentityCommand, type DkimAttributes } from "@aws-sdk/client-sesv2";
import { minuteMs, secondMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { operatorOf } from "#test/support/operator.ts";
import { identityOf } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const EmailIdentity = "home.example";
const dnsRecords = "/signet/v1/dns/records";
const path = `/signet/v1/identities/${EmailIdentity}`;

interface Evidence {
  readonly expectation: { readonly name: string };
  readonly zone?: string;
  readonly servers: readonly { readonly result: string; readonly took_ms: number }[];
  readonly verdict: string;
  readonly error_type?: string;
  readonly diagnosis: { readonly code: string; readonly text: string; readonly advice: string };
}

interface Check {
  readonly status: string;
  readonly evidence: readonly Evidence[];
}

async function create(world: World): Promise<string[]> {
  const { DkimAttributes } = await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
  return recordsOf(DkimAttributes).map(({ name }) => name);
}

function recordsOf(dkim: DkimAttributes | undefined): { name: string; type: string; value: string }[] {
  const { Tokens = [], SigningHostedZone = "" } = dkim ?? {};
  return Tokens.map((token) => ({
    name: `${token}._domainkey.${EmailIdentity}`,
    type: "CNAME",
    value: `${token}.${SigningHostedZone}`,
  }));
}

/** Publishes at home what the service itself says is to be published. */
async function publishWhatIsShown(world: World): Promise<void> {
  type Shown = { records: { name: string; type: string; value: string }[] };
  const { records } = await world.plain<Shown>("GET", path);
  for (const { name, type, value } of records) {
    await world.plain("PUT", dnsRecords, { name, type, value });
  }
}

async function checksOf(world: World): Promise<Check[]> {
  return (await world.plain<{ checks: Check[] }>("GET", `${path}/checks`)).checks;
}

async function latestCheck(world: World): Promise<Check> {
  const [latest] = await checksOf(world);
  assert.ok(latest);
  return latest;
}

async function behave(world: World, name: string, behaviour: string, more: object = {}): Promise<void> {
  await world.plain("PUT", dnsRecords, { name, behaviour, ...more });
}

for (const engine of engines) {
  describe(`a domain at home, without a domain of one's own, on ${engine}`, () => {
    test("the records that are shown, set in the local zone, verify it", async () => {
      await using world = await World.start(engine);
      const names = await create(world);
      await world.pass(secondMs);
      const before = await latestCheck(world);
      assert.equal(before.status, "pending");
      assert.deepEqual(before.evidence.map(({ expectation }) => expectation.name).sort(), names.sort());

      await publishWhatIsShown(world);
      await world.pass(minuteMs);
      const verified = await identityOf(world, EmailIdentity);
      assert.equal(verified.VerificationStatus, "SUCCESS");
      assert.ok(verified.VerificationInfo?.SOARecord?.PrimaryNameServer);
      const check = await latestCheck(world);
      assert.equal(check.status, "success");
      for (const evidence of check.evidence) {
        assert.equal(evidence.verdict, "found");
        assert.equal(evidence.zone, EmailIdentity);
        assert.equal(evidence.diagnosis.code, "record-found");
      }
    });

    test("SERVFAIL is shown for what it is, held against nobody, and over when it is over", async () => {
      await using world = await World.start(engine);
      const names = await create(world);
      await publishWhatIsShown(world);
      for (const name of names) await behave(world, name, "servfail");
      await world.pass(minuteMs);
      const waiting = await identityOf(world, EmailIdentity);
      assert.equal(waiting.VerificationStatus, "PENDING");
      assert.equal(waiting.VerificationInfo?.ErrorType, "DNS_SERVER_ERROR");
      for (const { verdict, servers, diagnosis } of (await latestCheck(world)).evidence) {
        assert.equal(verdict, "unreachable");
        assert.deepEqual(
          servers.map(({ result }) => result),
          ["SERVFAIL"],
        );
        assert.equal(diagnosis.code, "servers-fail");
        assert.match(diagnosis.advice, /Nothing is held against your domain/);
      }
      for (const name of names) await behave(world, name, "answer");
      await world.pass(minuteMs);
      assert.equal((await identityOf(world, EmailIdentity)).VerificationStatus, "SUCCESS");
    });

    test("a silent server is said to be silent", async () => {
      await using world = await World.start(engine, { quickSilence: true });
      const names = await create(world);
      await publishWhatIsShown(world);
      await world.settle();
      for (const name of names) await behave(world, name, "silent");
      await world.leap(5 * secondMs);
      const { status, evidence } = await latestCheck(world);
      assert.equal(status, "pending");
      for (const { verdict, servers, diagnosis, error_type: errorType } of evidence) {
        assert.equal(verdict, "unreachable");
        assert.equal(errorType, "DNS_SERVER_ERROR");
        assert.deepEqual(
          servers.map(({ result }) => result),
          ["timeout"],
        );
        assert.equal(diagnosis.code, "servers-silent");
      }
    });

    test("a slow server is waited for", async () => {
      await using world = await World.start(engine);
      const names = await create(world);
      await publishWhatIsShown(world);
      await world.settle();
      await behave(world, names[0] ?? "", "slow", { delay_ms: 1_000 });
      // A first look that finds every record makes the key, and keeps nothing of itself.
      await world.runUntil(async () => (await checksOf(world))[0]?.status === "success");
      const { evidence } = await latestCheck(world);
      const slow = evidence.find(({ expectation }) => expectation.name === names[0]);
      assert.ok((slow?.servers[0]?.took_ms ?? 0) >= 50, "a second is at least so long here");
    });

    test("what is wrong with a record is said in words", async () => {
      await using world = await World.start(engine);
      const names = await create(world);
      const [first = "", second = "", third = ""] = names;
      // A name doubled by a provider's form, a TXT where the CNAME is due, and another target.
      const value = `${first.split(".")[0]}.dkim.signet.localhost`;
      await world.plain("PUT", dnsRecords, { name: `${first}.${EmailIdentity}`, type: "CNAME", value });
      await world.plain("PUT", dnsRecords, { name: second, type: "TXT", value: "tok.dkim.signet.localhost" });
      await world.plain("PUT", dnsRecords, { name: third, type: "CNAME", value: "tok.dkim.amazonses.com" });
      await world.pass(minuteMs);
      const { evidence } = await latestCheck(world);
      const codes = names.map(
        (name) => evidence.find(({ expectation }) => expectation.name === name)?.diagnosis.code,
      );
      assert.deepEqual(codes, ["name-doubled", "txt-instead-of-cname", "wrong-target"]);
      assert.ok(evidence.every(({ diagnosis }) => diagnosis.text !== "" && diagnosis.advice !== ""));
    });

    test("there is no local zone where keys are required, and that is said", async () => {
      await using world = await World.start(engine, { settings: { SIGNET_AUTH: "required" } });
      const refused = await world.call("GET", dnsRecords);
      assert.equal(refused.status, 401);
      assert.match(refused.error?.message ?? "", /Authorization: Bearer .*signet keys create --api/);
      await using operator = await operatorOf(world);
      const { token } = await operator.accessKeys.createApiKey("000000000000", "");
      const answer = await world.call("GET", dnsRecords, undefined, { authorization: `Bearer ${token}` });
      assert.equal(answer.status, 404);
      assert.match(answer.error?.message ?? "", /on loopback and no keys are required/);
    });
  });
}

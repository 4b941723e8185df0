import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  BadRequestException,
  CreateEmailIdentityCommand,
  PutEmailIdentityMailFromAttributesCommand,
} from "@aws-sdk/client-sesv2";
import { dayMs, hourMs, minuteMs, secondMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { identityOf } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const EmailIdentity = "example.test";
const MailFromDomain = "bounce.example.test";
const exchange = "feedback-smtp.us-east-1.signet.localhost.";
const path = `/signet/v1/identities/${EmailIdentity}`;

interface MailFromEvidence {
  readonly verdict: string;
  readonly error_type?: string;
  readonly spf?: { readonly status: string; readonly publish: string };
}

async function setMailFrom(world: World, domain: string | undefined): Promise<void> {
  await world.ses.send(
    new PutEmailIdentityMailFromAttributesCommand({ EmailIdentity, MailFromDomain: domain }),
  );
}

async function start(engine: (typeof engines)[number], ...records: string[]): Promise<World> {
  const world = await World.start(engine);
  await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
  world.zone(EmailIdentity, ...records);
  await setMailFrom(world, MailFromDomain);
  await world.pass(minuteMs);
  return world;
}

async function statusIn(world: World): Promise<string | undefined> {
  return (await identityOf(world, EmailIdentity)).MailFromAttributes?.MailFromDomainStatus;
}

async function evidenceIn(world: World): Promise<MailFromEvidence | undefined> {
  type Checks = { checks: { subject: string; evidence: MailFromEvidence[] }[] };
  const { checks } = await world.plain<Checks>("GET", `${path}/checks`);
  return checks.find(({ subject }) => subject === "mail-from")?.evidence[0];
}

for (const engine of engines) {
  describe(`a custom MAIL FROM domain, on ${engine}`, () => {
    test("exactly one MX that names us is a success; SPF is shown and does not decide", async () => {
      await using world = await start(engine, `bounce MX 10 ${exchange}`);
      assert.equal(await statusIn(world), "SUCCESS");
      assert.equal((await evidenceIn(world))?.spf?.status, "missing");

      type Shown = { records: { purpose: string; type: string; name: string; value: string }[] };
      const { records } = await world.plain<Shown>("GET", path);
      const shown = records.filter(({ name }) => name === MailFromDomain);
      assert.deepEqual(
        shown.map(({ purpose, type }) => `${purpose} ${type}`),
        ["mail-from MX", "advice TXT"],
      );
      const spf = shown.find(({ type }) => type === "TXT")?.value ?? "";
      assert.match(spf, /^v=spf1 include:signet\.localhost ~all$/);

      world.zone(EmailIdentity, `bounce MX 10 ${exchange}`, `bounce TXT ${spf}`);
      await world.leap(6 * hourMs);
      assert.equal((await evidenceIn(world))?.spf?.status, "right");
    });

    test("two MX records, another host, or an alias are no success", async () => {
      await using world = await start(engine);
      const wrong = [
        [`bounce MX 10 ${exchange}`, "bounce MX 20 mail.example.test."],
        ["bounce MX 10 mail.example.test."],
        ["bounce CNAME mail.example.test."],
      ];
      for (const records of wrong) {
        world.zone(EmailIdentity, ...records);
        await world.pass(5 * minuteMs);
        assert.equal(await statusIn(world), "PENDING", records.join());
        const seen = await evidenceIn(world);
        assert.equal(seen?.verdict, "wrong", records.join());
        assert.equal(seen?.error_type, "INVALID_VALUE");
      }
      world.zone(EmailIdentity, `bounce MX 10 ${exchange}`);
      await world.pass(5 * minuteMs);
      assert.equal(await statusIn(world), "SUCCESS");
    });

    test("72 hours without the MX fail it; setting it again starts anew", async () => {
      await using world = await start(engine);
      await world.leap(72 * hourMs - 2 * minuteMs);
      assert.equal(await statusIn(world), "PENDING");
      await world.leap(2 * minuteMs);
      assert.equal(await statusIn(world), "FAILED");
      world.zone(EmailIdentity, `bounce MX 10 ${exchange}`);
      await world.leap(dayMs);
      assert.equal(await statusIn(world), "FAILED", "a failed one is not looked for any more");
      await setMailFrom(world, MailFromDomain);
      assert.match((await statusIn(world)) ?? "", /PENDING|SUCCESS/);
      await world.pass(minuteMs);
      assert.equal(await statusIn(world), "SUCCESS");
    });

    test("an MX that vanishes is a temporary failure for 72 hours, then a failure", async () => {
      await using world = await start(engine, `bounce MX 10 ${exchange}`);
      world.zone(EmailIdentity);
      await world.leap(6 * hourMs);
      assert.equal(await statusIn(world), "SUCCESS", "once is no verdict");
      await world.pass(3 * minuteMs);
      assert.equal(await statusIn(world), "TEMPORARY_FAILURE");
      world.zone(EmailIdentity, `bounce MX 10 ${exchange}`);
      await world.pass(15 * minuteMs);
      assert.equal(await statusIn(world), "SUCCESS");

      world.zone(EmailIdentity);
      await world.leap(6 * hourMs);
      await world.pass(3 * minuteMs);
      assert.equal(await statusIn(world), "TEMPORARY_FAILURE");
      await world.leap(72 * hourMs);
      assert.equal(await statusIn(world), "FAILED");
    });

    test("an empty text clears it, and nothing looks for its MX any more", async () => {
      await using world = await start(engine, `bounce MX 10 ${exchange}`);
      await setMailFrom(world, "");
      const { MailFromAttributes } = await identityOf(world, EmailIdentity);
      assert.deepEqual(MailFromAttributes, { BehaviorOnMxFailure: "USE_DEFAULT_VALUE" });
      const asked = world.dns.asked(MailFromDomain, "MX").length;
      await world.leap(7 * hourMs);
      assert.equal(world.dns.asked(MailFromDomain, "MX").length, asked);
    });

    test("one of an address says what to publish, and is looked for at once when told to", async () => {
      await using world = await World.start(engine);
      const address = `ann@${EmailIdentity}`;
      const ofAddress = `/signet/v1/identities/${address}`;
      await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: address }));
      type Shown = { records: { purpose: string; name: string; value: string }[] };
      assert.deepEqual((await world.plain<Shown>("GET", ofAddress)).records, []);
      assert.equal((await world.call("POST", `${ofAddress}/check`)).status, 400);
      world.zone(EmailIdentity);
      await world.ses.send(
        new PutEmailIdentityMailFromAttributesCommand({ EmailIdentity: address, MailFromDomain }),
      );
      await world.pass(minuteMs);
      const { records } = await world.plain<Shown>("GET", ofAddress);
      assert.deepEqual(
        records.map(({ purpose, name }) => `${purpose} ${name}`),
        [`mail-from ${MailFromDomain}`, `advice ${MailFromDomain}`],
      );
      // Later on it is looked for less often.
      await world.leap(2 * hourMs);
      world.zone(EmailIdentity, `bounce MX ${records[0]?.value}.`);
      await world.leap(6 * secondMs);
      await world.plain("POST", `${ofAddress}/check`);
      await world.settle();
      assert.equal((await world.call("POST", `${ofAddress}/check`)).status, 429);
      const { MailFromAttributes } = await identityOf(world, address);
      assert.equal(MailFromAttributes?.MailFromDomainStatus, "SUCCESS");
    });

    test("only a subdomain of the identity's own domain can be one", async () => {
      await using world = await start(engine);
      for (const domain of [
        EmailIdentity,
        "bounce.example.org",
        "notexample.test",
        " ",
        "a b.example.test",
      ]) {
        await assert.rejects(setMailFrom(world, domain), BadRequestException, JSON.stringify(domain));
      }
      assert.equal(
        (await identityOf(world, EmailIdentity)).MailFromAttributes?.MailFromDomain,
        MailFromDomain,
      );
    });
  });
}

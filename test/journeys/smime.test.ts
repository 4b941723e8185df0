import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import * as sdk from "@aws-sdk/client-sesv2";
import { dayMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { MailAuthority } from "#test/support/mail-certificates.ts";
import { refused } from "#test/support/operation.ts";
import { signaturesOf } from "#test/support/signatures.ts";
import { signingWorld } from "#test/support/signing-world.ts";
import { takeApart } from "#test/support/smime.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import type { World } from "#test/support/world.ts";

const domain = "shop.test";
const ann = `Ann@${domain}`;
const signing = "signing";
const path = "/signet/v1/certificates";

interface Kept {
  readonly id: string;
  readonly arn: string;
  readonly addresses: readonly string[];
  readonly not_after: string;
}

let authority: MailAuthority;
before(async () => {
  authority = await MailAuthority.found();
});

for (const engine of engines) {
  describe(`S/MIME on ${engine}`, () => {
    test("a message is signed where its set says so and its sender has a certificate, and sent as it is where not", async () => {
      await using world = await signingWorld(engine, { domain, set: signing });
      const kept = await imported(world, [ann]);
      assert.deepEqual(await signsFor(world, kept.id), []);
      await associate(world, { arn: kept.arn });
      assert.deepEqual(await signsFor(world, kept.id), [{ identity: domain, from_address: ann }]);
      const shown = { FromAddress: ann, Status: "ACTIVE", CertificateArn: kept.arn };
      const CertificateExpiryTime = new Date(kept.not_after);
      assert.deepEqual(await listed(world), [{ ...shown, CertificateExpiryTime }]);
      const source = await sent(world, { from: `"Ann Ä" <${ann}>`, set: signing });
      const { content, signature } = takeApart(Buffer.from(source));
      assert.ok(await authority.vouchesFor(content, signature));
      assert.match(content.toString(), /^Content-Type: multipart\/alternative[\s\S]+Gr=C3=B6=C3=9Fe/);
      assert.deepEqual(
        (await signaturesOf(world, source)).map(({ result }) => result),
        ["pass", "pass"],
        "DKIM signs what S/MIME has made of it",
      );
      for (const [what, other] of Object.entries({
        "no set": { from: ann },
        "another sender": { from: `bob@${domain}`, set: signing },
        "another local part": { from: `ann@${domain}`, set: signing },
      })) {
        assert.doesNotMatch(await sent(world, other), /multipart\/signed/, what);
      }
      const gone = new sdk.DisassociateEmailIdentityCertificateCommand({
        EmailIdentity: domain,
        FromAddress: ann,
      });
      await world.ses.send(gone);
      await world.ses.send(gone);
      assert.deepEqual(await listed(world), []);
      assert.doesNotMatch(await sent(world, { from: ann, set: signing }), /multipart\/signed/);
    });

    test("a raw message is signed with whatever is in it, links that are followed included", async () => {
      await using world = await signingWorld(engine, { domain, set: signing });
      await associate(world, { arn: (await imported(world, [ann])).arn });
      await world.ses.send(
        new sdk.PutConfigurationSetVdmOptionsCommand({
          ConfigurationSetName: signing,
          VdmOptions: { DashboardOptions: { EngagementMetrics: "ENABLED" } },
        }),
      );
      const Data = Buffer.from(
        [
          `From: ${ann}`,
          "Subject: Grüße",
          "To: carl@far.example",
          "Content-Type: text/html; charset=utf-8",
          "Content-Transfer-Encoding: 8bit",
          `X-SES-CONFIGURATION-SET: ${signing}`,
          "",
          '<p>Grüße von <a href="https://shop.example/">uns</a></p>',
          "",
        ].join("\r\n"),
      );
      await world.ses.send(new sdk.SendEmailCommand({ Content: { Raw: { Data } } }));
      const { source } = await world.inbox("carl@far.example");
      const { content, signature } = takeApart(Buffer.from(source));
      assert.ok(await authority.vouchesFor(content, signature));
      assert.ok(content.every((octet) => octet < 128));
      assert.doesNotMatch(content.toString(), /https:\/\/shop\.example/, "the link leads over us");
      assert.doesNotMatch(source, /X-SES/i);
    });

    test("one that has expired signs no more and says so, and its renewal takes its place", async () => {
      await using world = await signingWorld(engine, { domain, set: signing });
      const notAfter = Math.floor((world.clock.now() + 2 * dayMs) / 1_000) * 1_000;
      const { id, arn } = await imported(world, [ann], { notAfter });
      await associate(world, { arn });
      assert.match(await sent(world, { from: ann, set: signing }), /multipart\/signed/);
      await world.leap(2 * dayMs);
      assert.equal((await listed(world))[0]?.Status, "FAILED");
      assert.doesNotMatch(await sent(world, { from: ann, set: signing }), /multipart\/signed/);
      const renewed = await pemFor([ann], { notAfter: notAfter + 365 * dayMs });
      await world.plain("PUT", `${path}/${id}`, renewed);
      assert.equal((await listed(world))[0]?.Status, "ACTIVE");
      const { content, signature } = takeApart(Buffer.from(await sent(world, { from: ann, set: signing })));
      assert.ok(await authority.vouchesFor(content, signature));
      const foreign = await world.call("PUT", `${path}/${id}`, await pemFor([`bob@${domain}`]));
      assert.deepEqual(
        [foreign.status, foreign.error?.message],
        [400, `The certificate is not for ${ann}.`],
        "whoever signed with it would sign with another's",
      );
    });

    test("a certificate stays while an identity signs with it, and an identity that goes takes only the use of it along", async () => {
      await using world = await signingWorld(engine, { domain, set: signing });
      const { id, arn } = await imported(world, [ann]);
      await associate(world, { arn });
      const kept = await world.call("DELETE", `${path}/${id}`);
      assert.deepEqual(
        [kept.status, kept.error?.message],
        [409, `Certificate ${id} signs what ${domain} sends from ${ann}: disassociate it first.`],
      );
      await world.ses.send(new sdk.DeleteEmailIdentityCommand({ EmailIdentity: domain }));
      const { certificates } = await world.plain<{ certificates: Kept[] }>("GET", path);
      assert.deepEqual(
        certificates.map((one) => one.id),
        [id],
      );
      await verifiedDomain(world, domain);
      assert.deepEqual(await listed(world), [], "whoever makes the identity anew begins anew");
      await world.plain("DELETE", `${path}/${id}`);
      assert.equal((await world.call("DELETE", `${path}/${id}`)).status, 404);
    });

    test("what cannot be associated is refused, each with its reason", async () => {
      await using world = await signingWorld(engine, { domain, set: signing });
      const { arn } = await imported(world, [ann]);
      const bad = "BadRequestException";
      const other = `bob@${domain}`;
      await refused(
        associate(world, { arn, from: undefined }),
        bad,
        400,
        "FromAddress is required for a domain identity.",
      );
      await refused(
        associate(world, { arn, from: "ann@far.example" }),
        bad,
        400,
        `FromAddress must be an address at ${domain} or a subdomain of it.`,
      );
      await refused(associate(world, { arn, from: "ann@" }), bad, 400, "Invalid email address<ann@>.");
      await refused(
        associate(world, { arn, from: other }),
        bad,
        400,
        `The certificate is for ${ann}, not for ${other}.`,
      );
      const nowhere = "arn:aws:acm:us-east-1:000000000000:certificate/none";
      for (const unknown of [
        nowhere,
        arn.replace("us-east-1", "eu-west-1"),
        arn.replace("000000", "111111"),
      ]) {
        const missing = `Certificate ${unknown} does not exist.`;
        await refused(associate(world, { arn: unknown }), "NotFoundException", 404, missing);
      }
      const noIdentity = "Email identity far.example does not exist.";
      await refused(associate(world, { arn, identity: "far.example" }), "NotFoundException", 404, noIdentity);
      await world.ses.send(new sdk.CreateEmailIdentityCommand({ EmailIdentity: ann }));
      await refused(
        associate(world, { arn, identity: ann, from: other }),
        bad,
        400,
        `FromAddress must be ${ann}, as the identity is an address.`,
      );
      await associate(world, { arn, identity: ann, from: undefined });
      await associate(world, { arn });
      const taken = `A certificate is already associated with ${ann}.`;
      await refused(associate(world, { arn }), "AlreadyExistsException", 400, taken);
      const expired = await pemFor([ann], { notAfter: world.clock.now() - dayMs });
      const answer = await world.call("POST", path, expired);
      assert.deepEqual([answer.status, answer.error?.details[0]?.path], [400, "certificate"]);
      const unreadable = await world.call("POST", path, { ...expired, private_key: "secret words" });
      assert.deepEqual([unreadable.status, unreadable.error?.details[0]?.path], [400, "private_key"]);
      assert.doesNotMatch(JSON.stringify(unreadable), /secret words/);
    });
  });
}

async function pemFor(addresses: readonly string[], times: { readonly notAfter?: number } = {}) {
  const { certificate, key } = await authority.certify({ addresses, key: "p256", ...times });
  return { certificate, private_key: key };
}

async function imported(world: World, ...about: Parameters<typeof pemFor>): Promise<Kept> {
  return await world.plain<Kept>("POST", path, await pemFor(...about));
}

async function associate(
  world: World,
  { arn, identity = domain, ...given }: { arn: string; identity?: string; from?: string | undefined },
): Promise<void> {
  await world.ses.send(
    new sdk.AssociateEmailIdentityCertificateCommand({
      EmailIdentity: identity,
      FromAddress: "from" in given ? given.from : ann,
      CertificateArn: arn,
    }),
  );
}

async function listed(world: World) {
  const { Certificates = [] } = await world.ses.send(
    new sdk.ListEmailIdentityCertificatesCommand({ EmailIdentity: domain }),
  );
  return Certificates;
}

async function signsFor(world: World, id: string) {
  const { certificates } = await world.plain<{
    certificates: { id: string; signs_for: { identity: string; from_address: string }[] }[];
  }>("GET", path);
  return certificates.find((one) => one.id === id)?.signs_for;
}

/** Its source, as it arrived. */
async function sent(world: World, { from, set }: { from: string; set?: string }): Promise<string> {
  const to = `reader-${world.clock.now()}-${Math.random()}@far.example`;
  await world.ses.send(
    new sdk.SendEmailCommand({
      FromEmailAddress: from,
      Destination: { ToAddresses: [to] },
      Content: {
        Simple: {
          Subject: { Data: "Größe" },
          Body: { Text: { Data: "Größe: gross, in a line of many letters" }, Html: { Data: "<p>Größe</p>" } },
        },
      },
      ConfigurationSetName: set,
    }),
  );
  return (await world.inbox(to)).source;
}

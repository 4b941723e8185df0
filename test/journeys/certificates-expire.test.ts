import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import {
  AssociateEmailIdentityCertificateCommand,
  DisassociateEmailIdentityCertificateCommand,
  PutAccountDetailsCommand,
} from "@aws-sdk/client-sesv2";
import { dayMs } from "#platform/clock.ts";
import { type Engine, engines } from "#test/support/engines.ts";
import { MailAuthority } from "#test/support/mail-certificates.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const domain = "shop.test";
const ann = `ann@${domain}`;
const contact = "ops@owner.example";
const path = "/signet/v1/certificates";

let authority: MailAuthority;
before(async () => {
  authority = await MailAuthority.found();
});

for (const engine of engines) {
  describe(`certificates that expire, on ${engine}`, () => {
    test("the owner is told 30 and 7 days ahead and at the end, once each", async () => {
      await using scene = await startScene(engine);
      const { world } = scene;
      const { id, arn } = await scene.imported({ days: 100 });
      await scene.associate(arn);
      await world.leap(69 * dayMs);
      assert.deepEqual(await scene.told(), []);
      await world.leap(2 * dayMs);
      const first = await scene.told();
      assert.match(
        first[0] ?? "",
        /^S\/MIME certificate of ann@shop\.test expires on \d{4}-\d\d-\d\d in US East/,
      );
      const { text } = await world.inbox(contact);
      assert.match(text, /signs what shop\.test sends from ann@shop\.test/);
      assert.match(text, new RegExp(`signet certificates import .*--in-place-of ${id}$`, "m"));
      await world.restart();
      await world.leap(21 * dayMs);
      assert.equal((await scene.told()).length, 1, "it was told again");
      await world.leap(2 * dayMs);
      assert.equal((await scene.told()).length, 2);
      await world.leap(7 * dayMs);
      const last = await scene.told();
      assert.equal(last.length, 3);
      assert.match(last[0] ?? "", /^S\/MIME certificate of ann@shop\.test has expired/);
      await world.leap(60 * dayMs);
      assert.equal((await scene.told()).length, 3, "it was told again");
    });

    test("not of one that is renewed, and not of one that signs nothing", async () => {
      await using scene = await startScene(engine);
      const { world } = scene;
      const { id, arn } = await scene.imported({ days: 100 });
      await scene.associate(arn);
      await scene.imported({ days: 100 });
      await world.leap(71 * dayMs);
      assert.equal((await scene.told()).length, 1);
      await world.plain("PUT", `${path}/${id}`, await scene.pem({ days: 60 }));
      await world.leap(29 * dayMs);
      assert.equal((await scene.told()).length, 1);
      await world.leap(2 * dayMs);
      assert.equal((await scene.told()).length, 2, "the renewed one expires in its turn");
      await world.ses.send(
        new DisassociateEmailIdentityCertificateCommand({ EmailIdentity: domain, FromAddress: ann }),
      );
      await world.leap(40 * dayMs);
      assert.equal((await scene.told()).length, 2);
    });
  });
}

/** A domain whose owner has left an address, and certificates for it. */
async function startScene(engine: Engine) {
  const world = await World.start(engine);
  await verifiedDomain(world, domain);
  await world.ses.send(
    new PutAccountDetailsCommand({
      MailType: "TRANSACTIONAL",
      WebsiteURL: "https://owner.example",
      AdditionalContactEmailAddresses: [contact],
    }),
  );
  const pem = async ({ days }: { readonly days: number }) => {
    const notAfter = world.clock.now() + days * dayMs;
    const { certificate, key } = await authority.certify({ addresses: [ann], key: "p256", notAfter });
    return { certificate, private_key: key };
  };
  return {
    world,
    pem,
    imported: async (of: { readonly days: number }) =>
      await world.plain<{ id: string; arn: string }>("POST", path, await pem(of)),
    associate: async (CertificateArn: string) => {
      await world.ses.send(
        new AssociateEmailIdentityCertificateCommand({
          EmailIdentity: domain,
          FromAddress: ann,
          CertificateArn,
        }),
      );
    },
    /** What the owner has heard of certificates, the newest first. */
    told: async () => {
      await world.settle();
      const { messages } = await world.plain<{ messages: { subject: string }[] }>(
        "GET",
        `/signet/v1/inbox?to=${contact}`,
      );
      return messages.map(({ subject }) => subject).filter((subject) => subject.startsWith("S/MIME"));
    },
    [Symbol.asyncDispose]: async () => await world[Symbol.asyncDispose](),
  };
}

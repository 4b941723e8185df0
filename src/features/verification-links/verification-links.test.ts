import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { dkimVerify } from "mailauth/lib/dkim/verify.js";
import { parseMessage } from "#features/message-content/index.ts";
import { ServiceKey, ServiceKeyStore } from "#features/service-key/index.ts";
import { dayMs } from "#platform/clock.ts";
import { CallerError } from "#platform/errors.ts";
import { systemRandom } from "#platform/random.ts";
import { secretsUnder } from "#platform/secrets.ts";
import { writeKeyRecord } from "#protocols/dkim/record.ts";
import { type DeliveryWorld, newDeliveryWorld, owner } from "#test/support/deliveries.ts";
import { engines } from "#test/support/engines.ts";
import { LinkToMailStore, VerificationLinkStore, VerificationLinks } from "./index.ts";

const zone = "signet.localhost";
const wanted = { owner, identityId: "idn_1", address: "ann@example.com" };

function linksOf({ database, deliveries, clock }: DeliveryWorld): VerificationLinks {
  return new VerificationLinks({
    store: new VerificationLinkStore(database),
    toMail: new LinkToMailStore(database),
    deliveries,
    clock,
    random: systemRandom,
    publicUrl: () => "http://127.0.0.1:4579",
    zone,
  });
}

/** Has a link sent and captured, and takes the token out of the message. */
async function sendLink(world: DeliveryWorld, links: VerificationLinks): Promise<string> {
  await world.database.write(links.changesToSend(wanted));
  await using worker = world.worker();
  await worker.idle();
  const [message] = await world.inbox.list(owner.account, {}, { limit: 1 });
  const { content } = await world.inbox.get(owner.account, message?.id ?? "");
  const parsed = parseMessage(content);
  const [, token] = /http:\/\/127\.0\.0\.1:4579\/verify\/(\S+)/.exec(parsed?.text ?? "") ?? [];
  assert.ok(token !== undefined, "no link in the text");
  assert.ok(parsed?.html?.includes(`href="http://127.0.0.1:4579/verify/${token}"`));
  return token;
}

const conflict = (error: unknown) => error instanceof CallerError && error.problem === "conflict";

for (const engine of engines) {
  describe(`verification links on ${engine}`, () => {
    test("the link in the message is found, used once, and then known as used", async () => {
      await using world = await newDeliveryWorld(engine);
      const links = linksOf(world);
      const sentAt = world.clock.now();
      const token = await sendLink(world, links);
      const fresh = { ...wanted, expiresAt: sentAt + dayMs, usedAt: undefined, redirects: undefined };
      assert.deepEqual(await links.find(token), fresh);
      await world.database.write(links.changesToUse(token, sentAt + 5));
      assert.deepEqual(await links.find(token), { ...fresh, usedAt: sentAt + 5 });
      await assert.rejects(world.database.write(links.changesToUse(token, sentAt + 6)), conflict);
    });

    test("a link is not used after its time, nor one that was never sent", async () => {
      await using world = await newDeliveryWorld(engine);
      const links = linksOf(world);
      const token = await sendLink(world, links);
      const late = world.clock.now() + dayMs;
      await assert.rejects(world.database.write(links.changesToUse(token, late)), conflict);
      for (const other of ["", "x", "A".repeat(43), `${token}A`, `${token.slice(0, -1)}\0`]) {
        assert.equal(await links.find(other), undefined);
      }
    });

    test("the token itself is stored nowhere but in the message", async () => {
      await using world = await newDeliveryWorld(engine);
      const token = await sendLink(world, linksOf(world));
      const rows = await world.database.read(
        world.database.build.selectFrom("verification_links").selectAll().compile(),
      );
      assert.equal(rows.length, 1);
      assert.doesNotMatch(Buffer.from(rows[0]?.token_hash ?? []).toString("latin1"), new RegExp(token));
      assert.notEqual(Buffer.from(rows[0]?.token_hash ?? []).toString("base64url"), token);
    });

    test("links are forgotten 30 days after they expired, or with their identity", async () => {
      await using world = await newDeliveryWorld(engine);
      const links = linksOf(world);
      const token = await sendLink(world, links);
      world.clock.advance(31 * dayMs);
      assert.equal(await links.removeLongExpired(), 0);
      world.clock.advance(1);
      assert.equal(await links.removeLongExpired(), 1);
      assert.equal(await links.find(token), undefined);
      const other = await sendLink(world, links);
      await world.database.write(links.changesToRemoveAll(wanted));
      assert.equal(await links.find(other), undefined);
    });

    test("a link that is asked for is mailed once, whoever claims it, and forgotten with its identity", async () => {
      await using world = await newDeliveryWorld(engine);
      const links = linksOf(world);
      const ids = Array.from({ length: 20 }, (_, at) => `idn_${at}`);
      for (const identityId of ids) {
        await world.database.write(links.changesToMail({ ...wanted, identityId }));
      }
      assert.equal((await links.backlog()).due, 20);
      const shares = await Promise.all([links.claimDue(10), links.claimDue(10), links.claimDue(10)]);
      assert.deepEqual(new Set(shares.flat().map(({ identityId }) => identityId)), new Set(ids));
      assert.equal(shares.flat().length, 20);
      const [first, second, ...others] = shares.flat();
      assert.ok(first && second);
      assert.equal(await links.mail(first), "mailed");
      assert.equal(await links.mail(first), "not-wanted");
      await world.database.write(links.changesToRemoveAll(second));
      assert.equal(await links.mail(second), "not-wanted");
      const [slow, ...rest] = others;
      assert.ok(slow);
      for (const claim of rest) assert.equal(await links.mail(claim), "mailed");
      assert.deepEqual(await links.claimDue(10), []);
      world.clock.advance(45_000);
      const [again] = await links.claimDue(10);
      assert.ok(again);
      assert.equal(again.identityId, slow.identityId);
      assert.equal(await links.mail(again), "mailed");
      assert.equal(await links.mail(slow), "lease-lost");
      assert.equal((await links.backlog()).waiting, 0);
      await using worker = world.worker();
      await worker.idle();
      assert.equal((await world.inbox.list(owner.account, {}, { limit: 100 })).length, 19);
    });

    test("what a process that died had claimed is given back where it was the only one", async () => {
      await using world = await newDeliveryWorld(engine);
      const links = linksOf(world);
      await world.database.write(links.changesToMail(wanted));
      const [lost] = await links.claimDue(10);
      assert.ok(lost);
      await links.releaseAll();
      const [again] = await links.claimDue(10);
      assert.ok(again);
      assert.notEqual(await links.mail(lost), "mailed");
      assert.equal(await links.mail(again), "mailed");
    });

    test("the message is signed by the service's own key, and says that a machine wrote it", async () => {
      await using world = await newDeliveryWorld(engine);
      const serviceKey = new ServiceKey({
        store: new ServiceKeyStore(world.database),
        secrets: secretsUnder(new Uint8Array(32)),
        clock: world.clock,
        random: systemRandom,
      });
      const { selector, privateKey, publicKeyBase64 } = await serviceKey.open();
      const links = linksOf(world);
      await world.database.write(links.changesToSend(wanted));
      const signersFor = async () => [{ domain: zone, selector, privateKey }];
      await using worker = world.worker(world.deliverer(undefined, signersFor));
      await worker.idle();
      const [message] = await world.inbox.list(owner.account, { to: "ann@example.com" }, { limit: 1 });
      assert.equal(message?.sender, `Signet <no-reply@${zone}>`);
      const source = Buffer.from((await world.inbox.get(owner.account, message?.id ?? "")).content);
      assert.match(source.toString(), /^Auto-Submitted: auto-generated\r$/m);
      const { results } = await dkimVerify(source, {
        resolver: async (name: string) => {
          assert.equal(name, `${selector}._domainkey.${zone}`);
          return [[writeKeyRecord(publicKeyBase64)]];
        },
      });
      assert.deepEqual(
        results.map(({ status, signingDomain }) => [status.result, signingDomain]),
        [["pass", zone]],
      );
    });
  });
}

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { PutAccountDetailsCommand } from "@aws-sdk/client-sesv2";
import { dayMs, hourMs, minuteMs } from "#platform/clock.ts";
import { AcmeScene, acmeSettings, zone } from "#test/support/acme-scene.ts";
import { AcmeServer } from "#test/support/acme-server.ts";
import { signetProcess } from "#test/support/command-line.ts";
import { engines } from "#test/support/engines.ts";
import { publishedTexts } from "#test/support/our-dns.ts";
import { World } from "#test/support/world.ts";

const submission = `email-smtp.us-east-1.${zone}`;
const place = `_acme-challenge.${zone}`;
const down = { type: "serverInternal", detail: "Down for maintenance", status: 503 } as const;

for (const engine of engines) {
  describe(`a certificate of an authority, on ${engine}`, () => {
    test("it arrives by itself, and a mail program that trusts the authority trusts the service", async () => {
      const settings = { SIGNET_ACME_CONTACT: "ops@service.test", SIGNET_ACME_NAMES: `*.${zone}` };
      await using scene = await AcmeScene.start(engine, settings);
      const { world, authority } = scene;
      assert.equal((await scene.shown()).self_signed, true, "the start was held up");
      const shownMeanwhile: string[][] = [];
      authority.before = async () => void shownMeanwhile.push(await publishedTexts(world, place));
      await world.pass(minuteMs);
      for (const name of [submission, zone, `mx.${zone}`, `feedback-smtp.us-east-1.${zone}`, `any.${zone}`]) {
        assert.equal(await scene.distrust(name), undefined, name);
      }
      assert.match(await scene.distrust("elsewhere.test").then(String), /altnames/);
      assert.ok(shownMeanwhile.some(({ length }) => length > 0));
      assert.deepEqual(await publishedTexts(world, place), [], "the proof is still there");
      assert.deepEqual(new Set(authority.contacts.map(String)), new Set(["mailto:ops@service.test"]));
      assert.match(await scene.told(), /^ok: It is valid until .* renewed by itself/);
      await scene.restart(settings);
      await world.leap(dayMs);
      assert.equal(authority.orders.length, 1);
    });

    test("it is renewed when a third of its life is left, and the proof is asked for again", async () => {
      await using scene = await AcmeScene.start(engine);
      const { world, authority } = scene;
      const first = await scene.firstIssued();
      await world.leap(55 * dayMs);
      await world.pass(minuteMs);
      assert.deepEqual(await scene.shown(), first);
      authority.forgetNonces();
      await world.leap(6 * dayMs);
      await world.pass(minuteMs);
      const renewed = await scene.shown();
      assert.ok(renewed.valid_until > first.valid_until);
      assert.equal(authority.orders.length, 2);
    });

    test("an authority that would have it renewed sooner is heeded within half a day", async () => {
      await using scene = await AcmeScene.start(engine);
      const { world, authority } = scene;
      const first = await scene.firstIssued();
      const now = world.clock.now();
      authority.window = { start: new Date(now + 60 * dayMs), end: new Date(now + 61 * dayMs) };
      await world.leap(13 * hourMs);
      assert.match(
        await scene.told(),
        new RegExp(`from ${authority.window.start.toISOString().slice(0, 8)}`),
      );
      authority.window = { start: new Date(now), end: new Date(now + hourMs) };
      await world.leap(13 * hourMs);
      await world.pass(minuteMs);
      assert.ok((await scene.shown()).valid_until > first.valid_until);
      assert.deepEqual(authority.replaced, authority.authority.made.slice(0, 1));
    });

    test("while the authority is down the old one stays, and it is told and tried again", async () => {
      await using scene = await AcmeScene.start(engine);
      const { world, authority } = scene;
      await world.ses.send(
        new PutAccountDetailsCommand({
          MailType: "TRANSACTIONAL",
          WebsiteURL: "https://operator.test",
          AdditionalContactEmailAddresses: ["ops@operator.test"],
        }),
      );
      const first = await scene.firstIssued();
      authority.before = () => down;
      await world.leap(61 * dayMs);
      await world.pass(10 * minuteMs);
      assert.deepEqual(await scene.shown(), first);
      assert.match(await scene.told(), /^warning: It is valid until .*: Down for maintenance\. It is tried/);
      assert.match((await world.inbox("ops@operator.test")).text, /Down for maintenance[^]*valid until/);
      assert.ok(world.logged.some((line) => line.includes("Down for maintenance")));
      authority.before = () => undefined;
      await world.leap(hourMs);
      await world.pass(minuteMs);
      assert.ok((await scene.shown()).valid_until > first.valid_until);
      assert.match((await world.inbox("ops@operator.test")).subject, /again/);
      assert.match(await scene.told(), /^ok: /);
    });

    test("once what kept the last attempt from success is put right, the next is had at once", async () => {
      await using scene = await AcmeScene.start(engine, {}, (server) => {
        server.before = () => ({ ...down, retryAfter: "72000" });
      });
      const { world, authority } = scene;
      const retry = async () =>
        await signetProcess(["acme", "retry"], {
          ...acmeSettings(authority),
          SIGNET_DATA: world.folder,
          ...(world.databaseUrl && { SIGNET_DATABASE_URL: world.databaseUrl }),
        });
      await world.pass(minuteMs);
      authority.before = () => undefined;
      await world.pass(minuteMs);
      assert.match(await scene.told(), /Down for maintenance/);
      const { code, out, err } = await retry();
      assert.deepEqual([code, err], [0, ""]);
      assert.match(out, /^A running service asks within seconds/);
      await world.pass(minuteMs);
      assert.match(await scene.told(), /^ok: /);
      // What is good is not had again.
      const orders = authority.orders.length;
      assert.equal((await retry()).code, 0);
      await world.pass(minuteMs);
      assert.equal(authority.orders.length, orders);
    });

    test("an authority that refuses is asked four times an hour at most, and not before it allows it", async () => {
      await using scene = await AcmeScene.start(engine, {}, (server) => {
        server.before = (errand) =>
          errand === "challenge" ? { type: "caa", detail: "CAA forbids it" } : undefined;
      });
      const { world, authority } = scene;
      await world.pass(hourMs);
      const first = authority.errands.filter((errand) => errand === "challenge").length;
      assert.ok(first >= 2 && first <= 4, String(first));
      assert.match(await scene.told(), /CAA forbids it/);
      authority.before = () => ({ type: "rateLimited", detail: "Enough", status: 429, retryAfter: "72000" });
      await world.pass(3 * hourMs);
      const asked = authority.errands.length;
      await world.leap(16 * hourMs);
      assert.equal(authority.errands.length, asked);
      authority.before = () => undefined;
      await world.leap(5 * hourMs);
      await world.pass(minuteMs);
      assert.match(await scene.told(), /^ok: /);
    });

    test("a name outside the zone is asked for once its record leads here, and holds up nobody before", async () => {
      const settings = { SIGNET_AUTH: "open", SIGNET_PUBLIC_URL: "https://console.example.test" };
      await using scene = await AcmeScene.start(engine, settings);
      const { world } = scene;
      world.zone("example.test", "@ TXT nothing");
      await world.pass(minuteMs);
      assert.equal(await scene.distrust(submission), undefined);
      assert.match(
        await scene.told(),
        /^warning: .*Publish _acme-challenge\.console\.example\.test CNAME _acme-challenge\.mail\.service\.test/,
      );
      world.zone("example.test", `_acme-challenge.console CNAME ${place}.`);
      await world.pass(hourMs + minuteMs);
      assert.equal(await scene.distrust("console.example.test"), undefined);
      assert.equal(await scene.distrust(submission), undefined);
      assert.match(await scene.told(), /^ok: /);
    });

    test("before the zone is delegated the authority is not told to look, and what it then finds wrong is told", async () => {
      const ours = "127.0.0.78";
      await using world = await World.start(engine);
      const servers = [`${ours}:${world.dns.port}`];
      await using authority = await AcmeServer.start({
        now: () => world.clock.now(),
        nameServers: () => servers,
      });
      await world.restart({
        ...acmeSettings(authority),
        SIGNET_AUTH: "required",
        SIGNET_DNS: `${ours}:${world.dns.port}`,
      });
      await world.pass(3 * minuteMs);
      assert.ok(world.logged.some((line) => line.includes(`is ${zone} delegated to it?`)));
      assert.ok(!authority.errands.includes("challenge"));

      world.dns.zone(zone, "@ NS ns1", `ns1 A ${ours}`);
      servers.length = 0;
      await world.pass(5 * minuteMs);
      const reason = `${submission}: Of the texts at _acme-challenge.${submission} none is the proof`;
      assert.ok(world.logged.some((line) => line.includes(reason)));

      servers.push(`${ours}:${world.dns.port}`);
      await world.leap(hourMs);
      await world.pass(minuteMs);
      assert.equal(authority.authority.made.length, 1);
    });

    test("other settings are heeded when the service is started with them", async () => {
      await using scene = await AcmeScene.start(engine);
      await scene.world.pass(minuteMs);
      await scene.restart({ SIGNET_ACME_NAMES: `smtp.${zone}` });
      await scene.world.pass(minuteMs);
      assert.equal(await scene.distrust(`smtp.${zone}`), undefined);
      assert.equal(scene.authority.orders.length, 2);
    });

    test("an authority that takes its time is waited for", async () => {
      await using scene = await AcmeScene.start(engine, {}, (authority) => {
        authority.slowness = 5;
      });
      await scene.world.pass(5 * minuteMs);
      assert.equal(await scene.distrust(submission), undefined);
    });
  });
}

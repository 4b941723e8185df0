import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { hourMs, minuteMs, secondMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import {
  busyReply,
  senderDomain,
  servedByProvider,
  startBusyProvider,
  startMxWorld,
} from "#test/support/mx-world.ts";
import { sendHello } from "#test/support/send-hello.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import type { World } from "#test/support/world.ts";

interface Part {
  readonly site: string | null;
  readonly queued: number;
  readonly trying: number;
  readonly last_reply: string | null;
  readonly paused: boolean;
}

interface Queue {
  readonly sites: readonly (Part & { readonly domains: number; readonly resting_until: string | null })[];
  readonly domains: readonly (Part & { readonly domain: string })[];
  readonly site_pauses: readonly { readonly site: string; readonly reason: string }[];
}

const path = "/signet/v1/queue";

const send = async (world: World, to: string) => await sendHello(world, `ann@${senderDomain}`, to);

const queue = async (world: World, query = "") => await world.plain<Queue>("GET", path + query);

for (const engine of engines) {
  describe(`the queue by provider, on ${engine}`, () => {
    test("what waits is told by whose servers it is for, and a provider is paused, tried and resumed as a whole", async () => {
      await using provider = await startBusyProvider("127.0.0.21");
      const { received } = provider;
      await using world = await startMxWorld(engine, provider.port);
      servedByProvider(world, "127.0.0.21", "one.test", "two.test");
      world.zone("lone.test", "@ A 127.0.0.21");
      for (const to of ["bob@one.test", "eve@two.test", "eve@lone.test"]) await send(world, to);
      const waiting = await queue(world);
      assert.deepEqual(
        waiting.sites.map(({ site, domains, queued, paused }) => [site, domains, queued, paused]),
        [
          ["provider.test", 2, 2, false],
          ["lone.test", 1, 1, false],
        ],
      );
      assert.ok(waiting.sites[0]?.last_reply?.includes(busyReply));
      const domainsOf = async (site: string) =>
        (await queue(world, `?site=${site}`)).domains.map(({ domain }) => domain);
      assert.deepEqual(await domainsOf("provider.test"), ["one.test", "two.test"]);
      assert.deepEqual(await domainsOf(""), []);

      const pause = { reason: "they block us" };
      await world.plain("PUT", `${path}/site-pauses/Provider.test`, pause);
      provider.isBusy = false;
      // Also what was never tried, once it is known whose servers it is for.
      await send(world, "carol@two.test");
      assert.equal(received.length, 0);
      await world.restart();
      await world.pass(hourMs);
      assert.deepEqual(
        received.flatMap(({ recipients }) => recipients),
        ["eve@lone.test"],
      );
      const held = await queue(world);
      assert.deepEqual(
        held.sites.map(({ site, queued, paused }) => [site, queued, paused]),
        [["provider.test", 3, true]],
      );
      assert.deepEqual(
        held.domains.map(({ domain, paused }) => [domain, paused]),
        [
          ["two.test", true],
          ["one.test", true],
        ],
      );
      assert.deepEqual(
        held.site_pauses.map(({ site, reason }) => [site, reason]),
        [["provider.test", "they block us"]],
      );
      await world.plain("DELETE", `${path}/site-pauses/provider.test`);
      await world.settle();
      assert.equal(received.length, 4);
      assert.deepEqual((await queue(world)).sites, []);
      assert.equal((await world.call("DELETE", `${path}/site-pauses/provider.test`)).status, 404);
      assert.equal((await world.call("PUT", `${path}/site-pauses/no%20site`)).status, 400);
    });

    test("a provider out of reach says until when it is left alone, and is tried when told to", async () => {
      await using elsewhere = await startSmtpReceiver({ host: "127.0.0.22" });
      await using world = await startMxWorld(engine, elsewhere.port);
      world.zone("dead.test", "@ A 127.0.0.23");
      await send(world, "bob@dead.test");
      const [site] = (await queue(world)).sites;
      assert.equal(site?.site, "dead.test");
      assert.equal(Date.parse(site.resting_until ?? "") - world.clock.now() <= minuteMs, true);
      await using _ = await startSmtpReceiver({ host: "127.0.0.23", port: elsewhere.port });
      await world.leap(2 * minuteMs);
      assert.equal((await queue(world)).sites[0]?.resting_until ?? null, null);
      await world.plain("POST", `${path}/retry`, { site: "dead.test" });
      await world.settle();
      assert.deepEqual((await queue(world)).sites, []);
    });

    test("a site of the servers of many providers has a name by which it is paused and resumed", async () => {
      await using elsewhere = await startSmtpReceiver({ host: "127.0.0.22" });
      await using world = await startMxWorld(engine, elsewhere.port);
      const providers = Array.from({ length: 20 }, (_, at) => `provider-${at}-${"x".repeat(40)}.test`);
      for (const provider of providers) world.zone(provider, "@ A 127.0.0.23");
      world.zone("many.test", ...providers.map((provider) => `@ MX 10 ${provider}.`));
      world.zone("most.test", ...providers.slice(1).map((provider) => `@ MX 10 ${provider}.`));
      for (const to of ["bob@many.test", "eve@most.test"]) await send(world, to);
      const { sites } = await queue(world);
      assert.equal(sites.length, 2);
      const site = sites[0]?.site ?? "";
      assert.match(site, /^provider-\d+-x{40}\.test,/);
      const pause = `${path}/site-pauses/${encodeURIComponent(site)}`;
      await world.plain("PUT", pause);
      assert.deepEqual(
        (await queue(world)).sites.map((one) => one.paused),
        [true, false],
      );
      await world.plain("DELETE", pause);
    });

    for (const part of [{ site: "dead.test" }, { domain: "dead.test" }]) {
      test(`a provider that is left alone is tried at once when told to, by its ${Object.keys(part)[0]}`, async () => {
        await using elsewhere = await startSmtpReceiver({ host: "127.0.0.22" });
        await using world = await startMxWorld(engine, elsewhere.port);
        world.zone("dead.test", "@ A 127.0.0.23");
        for (const to of ["bob@dead.test", "eve@dead.test"]) await send(world, to);
        await using back = await startSmtpReceiver({ host: "127.0.0.23", port: elsewhere.port });
        await world.plain("POST", `${path}/retry`, part);
        await world.settle();
        await world.pass(secondMs);
        assert.equal(back.received.length, 2);
        assert.deepEqual((await queue(world)).sites, []);
      });
    }

    test("what is being tried is told apart from what waits", async () => {
      const answer = Promise.withResolvers<void>();
      await using receiver = await startSmtpReceiver({
        host: "127.0.0.24",
        answer: async () => await answer.promise,
      });
      await using world = await startMxWorld(engine, receiver.port);
      world.zone("slow.test", "@ A 127.0.0.24");
      const sending = send(world, "bob@slow.test");
      const trying = async () =>
        (await queue(world)).domains.map((one) => [one.domain, one.queued, one.trying]);
      await world.runUntil(async () => (await trying()).length > 0);
      assert.deepEqual(await trying(), [["slow.test", 1, 1]]);
      answer.resolve();
      await sending;
      assert.deepEqual(await trying(), []);
    });
  });
}

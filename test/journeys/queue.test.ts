import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { dayMs, hourMs, minuteMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { sendHello } from "#test/support/send-hello.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

interface Queue {
  readonly queued: number;
  readonly due: number;
  readonly oldest_at: string | null;
  readonly domains: readonly {
    readonly domain: string;
    readonly queued: number;
    readonly due: number;
    readonly last_reply: string | null;
    readonly paused: boolean;
  }[];
  readonly pauses: readonly { readonly domain: string; readonly reason: string }[];
}

const path = "/signet/v1/queue";

const send = async (world: World, to: string) => await sendHello(world, "ann@queue.test", to);

async function queue(world: World): Promise<Queue> {
  return await world.plain<Queue>("GET", path);
}

for (const engine of engines) {
  describe(`the queue on ${engine}`, () => {
    test("says what waits for which domain and why, and tries it again when told to", async () => {
      let isBusy = true;
      await using receiver = await startSmtpReceiver({
        answer: async () => {
          if (isBusy) throw Object.assign(new Error("4.3.2 Busy"), { responseCode: 451 });
        },
      });
      await using world = await World.start(engine, {
        settings: { SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}` },
      });
      await verifiedDomain(world, "queue.test");
      assert.deepEqual(await queue(world), {
        queued: 0,
        due: 0,
        oldest_at: null,
        sites: [],
        domains: [],
        pauses: [],
        site_pauses: [],
      });
      for (const to of ["one@busy.example", "two@busy.example", "one@other.example"]) await send(world, to);
      const waiting = await queue(world);
      assert.deepEqual([waiting.queued, waiting.due], [3, 0]);
      assert.deepEqual(
        waiting.domains.map(({ domain, queued, paused }) => [domain, queued, paused]),
        [
          ["busy.example", 2, false],
          ["other.example", 1, false],
        ],
      );
      assert.match(waiting.domains[0]?.last_reply ?? "", /4\.3\.2 Busy/);
      assert.ok(Math.abs(Date.parse(waiting.oldest_at ?? "") - world.clock.now()) < minuteMs);
      isBusy = false;
      assert.deepEqual(await world.plain("POST", `${path}/retry`, { domain: "busy.example" }), { due: 2 });
      await world.settle();
      assert.deepEqual(
        (await queue(world)).domains.map(({ domain }) => domain),
        ["other.example"],
      );
      assert.equal((await queue(world)).domains[0]?.queued, 1);
      assert.deepEqual(await world.plain("POST", `${path}/retry?region=eu-west-1`, { domain: "*" }), {
        due: 0,
      });
    });

    test("what is paused waits, through a restart and past its time, and leaves when it is resumed", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "queue.test");
      await world.plain("PUT", `${path}/pauses/Held.example`, { reason: "they asked for it" });
      await send(world, "bob@held.example");
      await send(world, "bob@free.example");
      const inbox = async (to: string) =>
        (await world.plain<{ messages: unknown[] }>("GET", `/signet/v1/inbox?to=${to}`)).messages.length;
      assert.equal(await inbox("bob@free.example"), 1);
      const held = await queue(world);
      assert.deepEqual(
        held.domains.map(({ domain, paused }) => [domain, paused]),
        [["held.example", true]],
      );
      assert.deepEqual(
        held.pauses.map(({ domain, reason }) => [domain, reason]),
        [["held.example", "they asked for it"]],
      );
      await world.restart();
      await world.pass(hourMs);
      await world.leap(dayMs);
      await world.pass(30 * minuteMs);
      assert.equal(await inbox("bob@held.example"), 0);
      assert.equal((await queue(world)).queued, 1);
      await world.plain("DELETE", `${path}/pauses/held.example`);
      await world.settle();
      assert.equal(await inbox("bob@held.example"), 1);
      assert.equal((await queue(world)).queued, 0);
      assert.equal((await world.call("DELETE", `${path}/pauses/held.example`)).status, 404);
      assert.equal((await world.call("PUT", `${path}/pauses/no%20domain`)).status, 400);
      await world.plain("PUT", `${path}/pauses/*`);
      await send(world, "carol@free.example");
      assert.equal(await inbox("carol@free.example"), 0);
      await world.plain("DELETE", `${path}/pauses/*`);
      await world.settle();
      assert.equal(await inbox("carol@free.example"), 1);
    });

    test("a message of the inbox is released to a real address once messages may leave", async () => {
      await using receiver = await startSmtpReceiver();
      await using world = await World.start(engine);
      await verifiedDomain(world, "queue.test");
      await send(world, "bob@elsewhere.example");
      const { messages } = await world.plain<{ messages: { id: string }[] }>(
        "GET",
        "/signet/v1/inbox?to=bob@elsewhere.example",
      );
      const release = `/signet/v1/inbox/${messages[0]?.id}/release`;
      const to = { to: ["real@person.example"] };
      assert.equal((await world.call("POST", release, to)).error?.code, "CONFLICT");
      await world.restart({ SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}` });
      await world.plain("POST", release, to);
      await world.settle();
      const [arrived] = receiver.received;
      assert.deepEqual(arrived?.recipients, ["real@person.example"]);
      const text = Buffer.from(arrived.content).toString("latin1");
      assert.equal(text.match(/^DKIM-Signature:/gim)?.length, 2);
      assert.equal((await world.call("POST", release, { to: [] })).status, 400);
    });
  });
}

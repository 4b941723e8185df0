import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { dayMs, hourMs, minuteMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { sendHello } from "#test/support/send-hello.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

interface Overview {
  readonly from: string;
  readonly to: string;
  readonly step: string;
  readonly totals: Readonly<Record<string, number>>;
  readonly rates: Readonly<Record<string, number | null>>;
  readonly series: readonly (Readonly<Record<string, number>> & { readonly at: never })[];
}

const path = "/signet/v1/overview";

const send = async (world: World, ...to: string[]) => await sendHello(world, "ann@counted.test", ...to);

async function overview(world: World, query = ""): Promise<Overview> {
  return await world.plain<Overview>("GET", `${path}${query}`);
}

/** In which steps how many were sent. */
function sends({ series }: Overview): number[] {
  return series.map((step) => step["sends"] ?? -1).filter((n) => n !== 0);
}

for (const engine of engines) {
  describe(`the overview on ${engine}`, () => {
    test("counts what came about by the recipient, by hour and by day", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "counted.test");
      assert.deepEqual((await overview(world)).rates, {
        delivery: null,
        bounce: null,
        complaint: null,
        open: null,
        click: null,
      });
      await send(world, "one@a.example", "two@a.example", "three@b.example");
      await world.pass(2 * hourMs);
      await send(world, "bounce@simulator.amazonses.com");
      const day = await overview(world);
      assert.equal(day.step, "hour");
      assert.ok(day.series.length === 24 || day.series.length === 25);
      const { sends: sent, deliveries, bounces, complaints } = day.totals;
      assert.deepEqual([sent, deliveries, bounces, complaints], [4, 3, 1, 0]);
      assert.deepEqual(day.rates, { delivery: 0.75, bounce: 0.25, complaint: 0, open: 0, click: 0 });
      assert.deepEqual(sends(day), [3, 1]);
      // Whichever hours are kept by now, and whoever asks meanwhile, the numbers are the same.
      await world.pass(dayMs);
      const asked = `?from=${day.from}&to=${day.to}`;
      const [one, other] = await Promise.all([overview(world, asked), overview(world, asked)]);
      assert.deepEqual(one, day);
      assert.deepEqual(other, day);
      await world.pass(minuteMs);
      await send(world, "four@a.example");
      const month = await overview(world, `?from=${new Date(world.clock.now() - 30 * dayMs).toISOString()}`);
      assert.equal(month.step, "day");
      assert.equal(month.totals["sends"], 5);
      assert.equal(
        sends(month).reduce((sum, n) => sum + n, 0),
        5,
      );
    });

    test("what was counted outlives the messages that it was counted from", async () => {
      await using world = await World.start(engine, { settings: { SIGNET_RETENTION_DAYS: "3" } });
      await verifiedDomain(world, "counted.test");
      await send(world, "one@a.example");
      const from = `?from=${new Date(world.clock.now() - hourMs).toISOString()}`;
      for (let days = 0; days < 6; days += 1) await world.leap(dayMs);
      const { messages } = await world.plain<{ messages: unknown[] }>("GET", "/signet/v1/messages");
      assert.deepEqual(messages, []);
      assert.equal((await overview(world, from)).totals["sends"], 1);
    });

    test("belongs to one account and region, and refuses what cannot be shown", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "counted.test");
      await send(world, "one@a.example");
      assert.equal((await overview(world)).totals["sends"], 1);
      assert.equal((await overview(world, "?region=eu-west-1")).totals["sends"], 0);
      for (const query of [
        "?step=minute",
        "?from=tomorrow",
        "?from=2026-01-02&to=2026-01-01",
        "?from=2000-01-01&step=day",
        "?from=2026-01-01&to=2026-03-01&step=hour",
      ]) {
        assert.equal((await world.call("GET", path + query)).status, 400, query);
      }
    });
  });
}

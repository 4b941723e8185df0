import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CreateConfigurationSetCommand } from "@aws-sdk/client-sesv2";
import { minuteMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { sendHtml } from "#test/support/send-html.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const page = '<html><body><a ses:tags="place:top" href="http://shop.example/">shop</a></body></html>';

async function send(world: World, html: string): Promise<string> {
  const to = `bob+${world.clock.now()}@reader.example`;
  await sendHtml(world, { from: "ann@sender.test", to, html, set: "tracked" });
  const received = (await world.inbox(to)).html;
  await world.leap(1_000);
  return received;
}

async function startTracked(engine: (typeof engines)[number]): Promise<World> {
  const world = await World.start(engine);
  await verifiedDomain(world, "sender.test");
  await world.ses.send(
    new CreateConfigurationSetCommand({
      ConfigurationSetName: "tracked",
      VdmOptions: { DashboardOptions: { EngagementMetrics: "ENABLED" } },
    }),
  );
  return world;
}

for (const engine of engines) {
  describe(`tracking in bounds, on ${engine}`, () => {
    test("HTML that nobody would see to its end is left as it is", async () => {
      await using world = await startTracked(engine);
      const long = `${page}<!--${"-".repeat(1024 * 1024)}-->`;
      assert.equal((await send(world, long)).trim(), long);
      assert.notEqual((await send(world, page)).trim(), page);
    });

    test("who asks for a picture without end is told of 600 times a minute", async () => {
      await using world = await startTracked(engine);
      const [, picture = ""] = /<img src="([^"]+)"/.exec(await send(world, "<p>Hello</p>")) ?? [];
      const ask = async () => assert.equal((await fetch(picture)).status, 200);
      const opens = async () => {
        const now = new Date(world.clock.now() + minuteMs).toISOString();
        const path = `/signet/v1/overview?from=2026-01-01T00:00:00Z&to=${now}&step=day`;
        return (await world.plain<{ totals: { opens: number } }>("GET", path)).totals.opens;
      };
      for (let round = 0; round < 13; round++) await Promise.all(Array.from({ length: 50 }, ask));
      assert.equal(await opens(), 600);
      await world.pass(minuteMs);
      await ask();
      assert.equal(await opens(), 601);
    });
  });
}

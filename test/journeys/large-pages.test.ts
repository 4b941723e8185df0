import assert from "node:assert/strict";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { test } from "node:test";
import { SendBulkEmailCommand } from "@aws-sdk/client-sesv2";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

test("large pages of messages, however many are asked for, leave others their turns", async () => {
  await using world = await World.start("sqlite");
  await verifiedDomain(world, "sender.test");
  const entry = { Destination: { ToAddresses: ["success@simulator.amazonses.com"] } };
  const template = { TemplateContent: { Subject: "Hello", Text: "Hello" }, TemplateData: "{}" };
  const bulk = new SendBulkEmailCommand({
    FromEmailAddress: "ann@sender.test",
    BulkEmailEntries: Array.from({ length: 50 }, () => entry),
    DefaultContent: { Template: template },
  });
  for (let n = 0; n < 20; n += 1) await world.ses.send(bulk);
  await world.settle();
  const path = "/signet/v1/messages?page_size=1000";
  await world.plain("GET", path);
  const delays = monitorEventLoopDelay({ resolution: 5 });
  const begunAt = performance.now();
  delays.enable();
  const pages = await Promise.all(
    Array.from({ length: 20 }, async () => await (await fetch(`${world.app.httpUrl}${path}`)).arrayBuffer()),
  );
  const tookNs = (performance.now() - begunAt) * 1_000_000;
  delays.disable();
  assert.equal(pages.length, 20);
  assert.ok(delays.max < tookNs / 2, `of ${tookNs / 1e6} ms nobody had a turn for ${delays.max / 1e6}`);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { SendBulkEmailCommand } from "@aws-sdk/client-sesv2";
import { turnsDuring } from "#test/support/processor-time.ts";
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
  const { allMs, longestMs } = await turnsDuring(
    async () =>
      await Promise.all(
        Array.from({ length: 20 }, async () => {
          const page = await fetch(`${world.app.httpUrl}${path}`);
          assert.equal(page.status, 200);
          await page.arrayBuffer();
        }),
      ),
  );
  assert.ok(longestMs < allMs / 2, `of ${allMs} ms nobody had a turn for ${longestMs}`);
});

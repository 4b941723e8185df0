import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { minuteMs, secondMs } from "#platform/clock.ts";
import { sendHtml } from "#test/support/send-html.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

/** A world whose list of messages has ten behind its first page. */
async function startWithTwoPages(): Promise<World> {
  const world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  for (let each = 0; each < 60; each += 1) await sendHtml(world, { from: "ann@shop.test" });
  await world.settle();
  return world;
}

test("a list that is shown beyond its first page is not read again page by page, and says so", async () => {
  await using world = await startWithTwoPages();
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  await page.clock.install();
  await visitor.goTo("/messages");
  const rows = page.locator("tbody tr");
  await rows.nth(49).waitFor();
  await visitor.click("Show more");
  await rows.nth(59).waitFor();
  await visitor.sees("What is new is not shown by itself below a first page.");
  await visitor.requireAccessible();
  let asked = 0;
  page.on("request", (request) => {
    if (request.url().includes("/signet/v1/messages?")) asked += 1;
  });
  await sendHtml(world, { from: "ann@shop.test", subject: "The newest" });
  await world.settle();
  await page.clock.runFor(minuteMs);
  await page.evaluate(`document.dispatchEvent(new Event("visibilitychange", { bubbles: true }))`);
  await page.clock.runFor(minuteMs);
  assert.equal(asked, 0);
  await visitor.click("Read the list again");
  await visitor.sees("The newest");
  assert.equal(asked, 2);
});

test("more of a list comes although something happens meanwhile", async () => {
  await using world = await startWithTwoPages();
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  await page.clock.install();
  await page.route(/v1\/messages\?.*next_token/, async (route) => {
    await sendHtml(world, { from: "ann@shop.test", subject: "Meanwhile" });
    // Long enough for it to be told of, and for what is shown to be read again.
    for (let looks = 0; looks < 20; looks += 1) {
      await page.clock.runFor(secondMs / 4);
      await delay(20);
    }
    await route.continue();
  });
  await visitor.goTo("/messages");
  await page.locator("tbody tr").nth(49).waitFor();
  await visitor.click("Show more");
  await page.locator("tbody tr").nth(59).waitFor();
});

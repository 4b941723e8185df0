import assert from "node:assert/strict";
import { test } from "node:test";
import { CreateConfigurationSetCommand, DeleteConfigurationSetCommand } from "@aws-sdk/client-sesv2";
import type { Route } from "playwright-core";
import { minuteMs, secondMs } from "#platform/clock.ts";
import { sendHtml } from "#test/support/send-html.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

const message = "The database does not answer.";

/** Whether nothing lies above what is said about the whole page. */
const isOnTop = `(() => {
  const notice = [...document.querySelectorAll("main [role=status]")].find((one) => one.textContent.includes("may be old"));
  const { left, top, width, height } = notice.getBoundingClientRect();
  return scrollY > 100 && notice.contains(document.elementFromPoint(left + width / 2, top + height / 2));
})()`;

async function isAway(route: Route): Promise<void> {
  await route.fulfill({ status: 503, json: { success: false, error: { code: "UNAVAILABLE", message } } });
}

/** Lets the browser's time go by, quicker than ours, until something has come about. */
async function passes(visitor: Visitor, isSo: () => Promise<boolean>): Promise<void> {
  await visitor.eventually(async () => {
    await visitor.page.clock.runFor(secondMs);
    return await isSo();
  });
}

test("what could not be read again is said to be old until it is read, which it is by itself", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  await sendHtml(world, { from: "ann@shop.test", subject: "The first" });
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  await page.clock.install();
  await visitor.goTo("/messages");
  await visitor.sees("The first");
  await page.route("**/signet/v1/messages*", isAway);
  await sendHtml(world, { from: "ann@shop.test", subject: "The second" });
  const isOld = page.getByRole("status").filter({ hasText: `What is shown may be old: ${message}` });
  await passes(visitor, async () => await isOld.isVisible());
  assert.ok(await page.getByText("The first").isVisible());
  await visitor.requireAccessible();
  await page.setViewportSize({ width: 390, height: 300 });
  await page.getByText("The first").scrollIntoViewIfNeeded();
  assert.ok(await page.evaluate<boolean>(isOnTop), "however far down one has read");
  await page.unrouteAll();
  await passes(visitor, async () => await page.getByText("The second").isVisible());
  await isOld.waitFor({ state: "detached" });
  await visitor.leaves();
});

test("a page that could not be read comes by itself once it can be", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await world.ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: "news" }));
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  await page.clock.install();
  await page.route("**/configuration-sets?*", isAway);
  await visitor.goTo("/configuration-sets");
  await passes(visitor, async () => await page.getByRole("alert").getByText(message).isVisible());
  await page.unrouteAll();
  await passes(visitor, async () => await page.getByRole("link", { name: "news" }).isVisible());
  await visitor.leaves();
});

test("what was deleted elsewhere while it is looked at is said to be gone", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await world.ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: "news" }));
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  await page.clock.install();
  await visitor.goTo("/configuration-sets/news");
  await visitor.sees("Delete it");
  await world.ses.send(new DeleteConfigurationSetCommand({ ConfigurationSetName: "news" }));
  await page.clock.runFor(minuteMs);
  // As when one comes back to its tab.
  await page.evaluate(`document.dispatchEvent(new Event("visibilitychange", { bubbles: true }))`);
  await page.getByRole("status").getByText("What is shown may be gone:").waitFor();
});

test("that more of a list did not come is said where it was asked for", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  for (let each = 0; each < 55; each += 1) await sendHtml(world, { from: "ann@shop.test" });
  await world.settle();
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  await page.clock.install();
  await page.route(/v1\/messages\?.*next_token/, isAway);
  await visitor.goTo("/messages");
  await visitor.click("Show more");
  const why = page.getByRole("alert").getByText(message);
  await passes(visitor, async () => await why.isVisible());
  await page.unrouteAll();
  await visitor.click("Show more");
  await page.locator("tbody tr").nth(54).waitFor();
  assert.equal(await why.count(), 0);
  await visitor.leaves();
});

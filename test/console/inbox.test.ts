import assert from "node:assert/strict";
import { test } from "node:test";
import { sendHtml } from "#test/support/send-html.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

test("mail appears by itself, is read from every side, and is deleted", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  await using visitor = await Visitor.of(world);
  await visitor.goTo("/inbox");
  await visitor.sees("Nothing has come");
  await sendHtml(world, { from: "ann@shop.test", subject: "An order", html: "<h1>As it looks</h1>" });
  await visitor.click(/An order/);
  await visitor.page.frameLocator("iframe").getByText("As it looks").waitFor();
  await visitor.page.getByText("Phone", { exact: true }).click();
  assert.equal((await visitor.page.locator("iframe").boundingBox())?.width, 375);
  await visitor.requireAccessible();
  for (const [tab, text] of [
    ["Text", "In plain text"],
    ["Headers", "DKIM-Signature"],
    ["Signatures", "Valid"],
    ["Source", /Content-Type: multipart\/alternative/],
  ] as const) {
    await visitor.page.getByRole("tab", { name: tab }).click();
    await visitor.sees(text);
    await visitor.requireAccessible();
  }
  await visitor.page.getByRole("button", { name: "Delete", exact: true }).click();
  await visitor.sees("Nothing has come");
});

test("a phone shows the list, or a message, and nothing wider than itself", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  await sendHtml(world, {
    from: "ann@shop.test",
    subject: "A long subject that goes on and on, further than any phone is wide",
  });
  await using visitor = await Visitor.of(world, { device: "phone", scheme: "dark" });
  await visitor.goTo("/inbox");
  await visitor.click(/A long subject/);
  await visitor.sees("In plain text");
  await visitor.requireNoSidewaysScroll();
  await visitor.requireAccessible();
  await visitor.click("All messages");
  await visitor.click("Menu");
  await visitor.page.getByRole("dialog").getByRole("link", { name: "Identities" }).click();
  await visitor.sees("shop.test");
});

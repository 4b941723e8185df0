import assert from "node:assert/strict";
import { test } from "node:test";
import { CreateEmailIdentityCommand } from "@aws-sdk/client-sesv2";
import { hourMs, minuteMs } from "#platform/clock.ts";
import { publishCnames } from "#test/support/publish.ts";
import { sendHtml } from "#test/support/send-html.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

test("the overview counts what was sent, shows it over time, and says what needs a look", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  const simulator = ["success", "success", "bounce"].map((name) => `${name}@simulator.amazonses.com`);
  for (const to of simulator) await sendHtml(world, { from: "ann@shop.test", to });
  await world.settle();
  await using visitor = await Visitor.of(world);
  await visitor.goTo("/");
  await visitor.sees("66.7 % of sent");
  await visitor.sees("33.3 % of sent");
  await visitor.sees("Needs a look");
  await visitor.sees(/to bounce@simulator.amazonses.com/);
  await visitor.requireAccessible();
  // As it happens: nobody asked for the page again.
  await sendHtml(world, { from: "ann@shop.test", to: simulator[0] ?? "" });
  await visitor.sees("75.0 % of sent");
  await visitor.page.getByText("30 days").click();
  await visitor.sees("75.0 % of sent");
  // Whoever sees that something bounced wants to see what.
  await visitor.click("Bounced");
  await visitor.page.waitForURL(/\/messages\?event=Bounce&within=/);
  await visitor.page.getByRole("link", { name: "bounce@simulator.amazonses.com" }).waitFor();
  await visitor.settle();
  assert.equal(await visitor.page.locator("tbody tr").count(), 1);
  // And then to go on where they were.
  await visitor.page.goBack();
  await visitor.page.getByRole("radio", { name: "30 days", checked: true }).waitFor({ state: "attached" });
  assert.equal(new URL(visitor.page.url()).search, "?days=30");
});

test("the overview ends with what needs a look, however many hours something was sent in", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  for (let hour = 0; hour < 12; hour += 1) {
    await sendHtml(world, { from: "ann@shop.test" });
    await world.pass(hourMs);
  }
  await using visitor = await Visitor.of(world);
  await visitor.goTo("/");
  await visitor.sees("Nothing needs a look");
  await visitor.settle();
  const beyond = await visitor.page.evaluate<number>(
    `document.documentElement.scrollHeight - document.querySelector("main").getBoundingClientRect().bottom`,
  );
  assert.ok(beyond < 1, `there are ${beyond} px of nothing below the page`);
});

test("of many that need a look the worst are seen first, and the others are a click away", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  for (let at = 0; at < 6; at += 1) {
    await sendHtml(world, {
      from: "ann@shop.test",
      to: "bounce@simulator.amazonses.com",
      subject: "An order",
    });
    await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: `waiting-${at}.test` }));
  }
  await world.settle();
  await using visitor = await Visitor.of(world, { device: "phone", scheme: "dark" });
  const rows = visitor.page.getByRole("region", { name: "Needs a look" }).getByRole("listitem");
  await visitor.goTo("/");
  await visitor.sees("All pending identities");
  await visitor.requireNoSidewaysScroll();
  await visitor.requireAccessible();
  const seen = (await rows.allInnerTexts()).map((text) => text.split("\n")[0]);
  assert.deepEqual(seen, [
    ...Array.from({ length: 5 }, () => "An order"),
    "All failed messages",
    ...Array.from({ length: 5 }, (_, at) => `waiting-${at}.test`),
    "All pending identities",
  ]);
  await visitor.click("All failed messages");
  await visitor.page.waitForURL(/state=failed/);
});

test("what needs a look is found behind many that do not, and nothing is said to be all without having been looked at", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  for (let at = 10; at < 61; at += 1) {
    const EmailIdentity = `done-${at}.test`;
    const { DkimAttributes } = await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
    publishCnames(world, EmailIdentity, DkimAttributes);
  }
  await world.pass(minuteMs);
  await sendHtml(world, { from: "ann@done-10.test" });
  await using visitor = await Visitor.of(world);
  await visitor.goTo("/");
  await visitor.sees("Every identity is proven, and no message has failed.");
  await visitor.page.route("**/signet/v1/messages?state=failed&*", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { success: true, data: { messages: [], next_token: "more" } } });
  });
  await visitor.page.reload();
  await visitor.sees("Every identity is proven, and none of the latest messages has failed.");
  await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: "waiting.test" }));
  await visitor.sees("Needs a look");
  await visitor.sees("waiting.test");
  await visitor.requireAccessible();
});

test("every page is reached from the keyboard", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await using visitor = await Visitor.of(world, { scheme: "dark" });
  await visitor.goTo("/");
  await visitor.page.keyboard.press("Control+k");
  await visitor.page.getByRole("combobox", { name: "Where to?" }).fill("verify");
  await visitor.requireAccessible();
  await visitor.page.keyboard.press("Enter");
  await visitor.page.waitForURL("**/identities");
  await visitor.page.getByRole("heading", { name: "Identities", level: 1 }).waitFor();
  await visitor.page.keyboard.press("g");
  await visitor.page.keyboard.press("i");
  await visitor.page.waitForURL("**/inbox");
  await visitor.click("Switch to light");
  await visitor.page.reload();
  await visitor.page.locator('html[data-mantine-color-scheme="light"]').waitFor();
  await visitor.requireAccessible();
});

test("whichever page is chosen in the palette is in sight", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  await visitor.goTo("/identities");
  await page.keyboard.press("Control+k");
  const listed = page.getByRole("listbox", { name: "Places" });
  await listed.waitFor();
  await page.getByRole("combobox", { name: "Where to?" }).press("ArrowUp");
  const last = listed.getByRole("option", { selected: true });
  await last.getByText("Account", { exact: true }).waitFor();
  await visitor.eventually(async () => {
    const [around, row] = [await listed.boundingBox(), await last.boundingBox()];
    return around !== null && row !== null && row.y + row.height <= around.y + around.height;
  });
  await page.keyboard.press("Enter");
  await page.waitForURL("**/account");
});

test("days are those of the service, wherever one looks from", async () => {
  // Time stands still, so that no day ends meanwhile.
  await using world = await World.start("sqlite");
  await verifiedDomain(world, "shop.test");
  await sendHtml(world, { from: "ann@shop.test", to: "success@simulator.amazonses.com" });
  await world.settle();
  const day = new Date(world.clock.now()).toLocaleDateString("en", {
    month: "short",
    day: "numeric",
    timeZone: "UTC",
  });
  for (const timeZone of ["America/Los_Angeles", "Pacific/Auckland"]) {
    await using visitor = await Visitor.of(world, { timeZone });
    await visitor.goTo("/");
    await visitor.page.getByText("30 days").click();
    await visitor.page.getByRole("row", { name: `${day} 1 1` }).waitFor({ state: "attached" });
  }
});

test("a dialog is opened, keeps the focus, and is left by the keyboard", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  await visitor.goTo("/identities");
  await visitor.sees("No identities in this region");
  // The way past the navigation.
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const opener = page.getByRole("button", { name: "Register", exact: true });
  await opener.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  const hasFocus = async () => (await page.locator("[role=dialog]:focus-within").count()) === 1;
  await visitor.eventually(hasFocus);
  for (let at = 0; at < 12; at += 1) {
    await page.keyboard.press("Tab");
    assert.ok(await hasFocus(), `after ${at + 1} steps`);
  }
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await page.locator("button:focus", { hasText: "Register" }).waitFor();
});

test("a service that fell silent is said to be", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await using visitor = await Visitor.of(world);
  await visitor.goTo("/identities");
  await visitor.sees("No identities in this region");
  await world.stop();
  await visitor.sees(/Signet does not answer/);
  await visitor.requireAccessible();
});

test("a page that was not loaded before the service fell silent comes by itself once it answers again", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  await visitor.goTo("/identities");
  await visitor.sees("No identities in this region");
  const { host } = new URL(world.origin);
  await world.stop();
  await visitor.sees(/Signet does not answer: what is shown may be old/);
  await visitor.click("Queue");
  await visitor.sees("This page could not be loaded: Signet does not answer.");
  await visitor.requireAccessible();
  await world.restart({ SIGNET_HTTP: host });
  await visitor.sees("Nothing waits");
  await page.getByText(/Signet does not answer/).waitFor({ state: "detached" });
  await visitor.leaves();
});

test("where there is no page it is said, under a name of its own", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await using visitor = await Visitor.of(world, { device: "phone", scheme: "dark" });
  await visitor.goTo("/nowhere");
  await visitor.sees("There is no such page");
  await visitor.eventually(async () => (await visitor.page.title()) === "There is no such page · Signet");
  await visitor.requireAccessible();
  await visitor.click("To the start");
  await visitor.sees("Register who you send as");
});

test("who does not see the pages hears which one has come", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await using visitor = await Visitor.of(world);
  await visitor.goTo("/queue");
  const said = visitor.page.getByRole("status", { name: "Page" });
  for (const [list, title] of [
    ["Tenants", "Tenants"],
    ["Contacts", "Contacts"],
  ] as const) {
    await visitor.page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: list }).click();
    await visitor.eventually(async () => (await said.innerText()) === title);
  }
  await visitor.goTo("/messages/nothing");
  await visitor.sees(/It is gone, or in another region/);
  await visitor.requireAccessible();
});

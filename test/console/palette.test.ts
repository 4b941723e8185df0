import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateConfigurationSetCommand,
  CreateEmailIdentityCommand,
  CreateEmailTemplateCommand,
} from "@aws-sdk/client-sesv2";
import { sendHtml } from "#test/support/send-html.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

/** Opens the palette and types. */
async function seek(visitor: Visitor, sought: string): Promise<void> {
  await visitor.page.keyboard.press("Control+k");
  await visitor.page.getByRole("combobox", { name: "Where to?" }).fill(sought);
}

function found(visitor: Visitor, name: RegExp | string) {
  return visitor.page.getByRole("listbox", { name: "Places" }).getByRole("option", { name });
}

async function worldWithThings(): Promise<World> {
  const world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: "xn--bcher-kva.test" }));
  await world.ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: "shop-orders" }));
  const TemplateContent = { Subject: "Hello", Text: "Hello" };
  await world.ses.send(
    new CreateEmailTemplateCommand({ TemplateName: `shop-${"w".repeat(59)}`, TemplateContent }),
  );
  return world;
}

test("the palette finds identities, sets, templates and messages, and goes there from the keyboard", async () => {
  await using world = await worldWithThings();
  const id = await sendHtml(world, { from: "ann@shop.test", to: "bob@example.com", subject: "An order" });
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  await visitor.goTo("/");
  for (const [sought, name, path] of [
    ["SHOP.t", /^shop\.test Domain$/, "/identities/shop.test"],
    ["bücher.test", /^bücher\.test/, "/identities/xn--bcher-kva.test"],
    ["shop-o", "shop-orders Configuration set", "/configuration-sets/shop-orders"],
    ["shop-w", /^shop-w+ Template$/, `/templates/shop-${"w".repeat(59)}`],
    ["bob@ex", /^An order to bob@example\.com Message$/, `/messages/${id}`],
    [id, /^An order to bob/, `/messages/${id}`],
    [`<${id}@mail.shop.test>`, /^An order to bob/, `/messages/${id}`],
  ] as const) {
    await seek(visitor, sought);
    await found(visitor, name).waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL(`**${path}`);
    await page.getByRole("combobox", { name: "Where to?" }).waitFor({ state: "detached" });
  }
  await seek(visitor, "shop");
  await found(visitor, "shop-orders Configuration set").waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/configuration-sets/shop-orders");
  await seek(visitor, "nobody has this");
  await visitor.sees("Nothing is called that.");
});

test("what the palette has found is readable in either light and fits a phone", async () => {
  await using world = await worldWithThings();
  await using visitor = await Visitor.of(world);
  await visitor.goTo("/identities");
  await seek(visitor, "shop");
  await found(visitor, /^shop-w+ Template$/).waitFor();
  for (const device of ["desktop", "phone"] as const) {
    for (const scheme of ["light", "dark"] as const) {
      await visitor.looks({ device, scheme });
      if (device === "phone") await visitor.page.setViewportSize({ width: 375, height: 667 });
      await visitor.requireAccessible();
      await visitor.requireNoSidewaysScroll();
      const [row, screen] = await visitor.page.evaluate<[number, number]>(
        "[Math.max(...[...document.querySelectorAll('[role=option] *')].map((one) => one.getBoundingClientRect().right)), innerWidth]",
      );
      assert.ok(row <= screen, `${row} px on a screen of ${screen} px`);
    }
  }
});

test("on a phone the palette is opened from the menu, and what is tapped comes", async () => {
  await using world = await worldWithThings();
  await using visitor = await Visitor.of(world, { device: "phone" });
  const { page } = visitor;
  await page.setViewportSize({ width: 375, height: 667 });
  await visitor.goTo("/");
  await visitor.click("Menu");
  await page
    .getByRole("dialog", { name: "Menu" })
    .getByRole("button", { name: /^Go to/ })
    .click();
  await page.getByRole("combobox", { name: "Where to?" }).fill("shop");
  await found(visitor, /^shop-orders/).click();
  await page.waitForURL("**/configuration-sets/shop-orders");
  await visitor.eventually(async () => (await page.getByRole("dialog").count()) === 0);
  await visitor.sees("shop-orders");
});

test("the palette asks once typing pauses, and for a handful of each kind", async () => {
  await using world = await worldWithThings();
  for (let at = 0; at < 7; at += 1) {
    await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: `shop-${at}.test` }));
  }
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  await page.clock.install();
  await visitor.goTo("/identities");
  const asked: URL[] = [];
  await visitor.settle();
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.searchParams.get("page_size") === "5") asked.push(url);
  });
  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox", { name: "Where to?" });
  await field.waitFor();
  await page.clock.pauseAt(Date.now() + 60_000);
  for (const sought of ["s", "sh", "sho", "shop"]) await field.fill(sought);
  await visitor.sees("Looking…");
  await page.clock.runFor(1_000);
  await page.clock.resume();
  await found(visitor, "shop-orders Configuration set").waitFor();
  assert.equal(await found(visitor, /Domain$/).count(), 5);
  assert.deepEqual(
    asked.map(({ pathname, searchParams }) => `${pathname} ${searchParams.get("name")}`).toSorted(),
    ["configuration-sets", "identities", "templates"].map((kind) => `/signet/v1/${kind} shop`),
  );
});

test("of many that are called so a whole name comes first, and the rest is a list away", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  for (const EmailIdentity of ["a", "b", "c", "d", "e", "f", "www"].map((label) => `${label}.shop.test`)) {
    await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
  }
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  await visitor.goTo("/");
  await seek(visitor, "shop.test");
  await found(visitor, "More identities List").waitFor();
  await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: "shop.test" }));
  await seek(visitor, "Shop.test");
  await found(visitor, /^shop\.test Domain$/).waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/identities/shop.test");
  await seek(visitor, "shop.test");
  await found(visitor, "More identities List").waitFor();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/identities?name=shop.test");
  await visitor.sees("www.shop.test");
});

test("Enter never goes to what was found for other words, and what cannot be looked up is said", async () => {
  await using world = await worldWithThings();
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  const answered = Promise.withResolvers<void>();
  await page.route("**/signet/v1/identities?*xn--bcher*", async (route) => {
    await answered.promise;
    await route.continue();
  });
  await visitor.goTo("/doctor");
  await seek(visitor, "shop.test");
  await found(visitor, /^shop\.test/).waitFor();
  await page.getByRole("combobox", { name: "Where to?" }).fill("xn--bcher");
  await page.keyboard.press("Enter");
  await visitor.sees("Looking…");
  assert.equal(new URL(page.url()).pathname, "/doctor");
  answered.resolve();
  await found(visitor, /xn--bcher/).waitFor();
  await page.route("**/signet/v1/templates?*", async (route) => {
    await route.fulfill({
      status: 400,
      json: { success: false, error: { code: "BAD_REQUEST", message: "no" } },
    });
  });
  await page.getByRole("combobox", { name: "Where to?" }).fill("doctor");
  await visitor.sees("What else is called so could not be looked up.");
  await page.keyboard.press("Escape");
  await page.getByRole("combobox", { name: "Where to?" }).waitFor({ state: "detached" });
});

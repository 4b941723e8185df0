import { test } from "node:test";
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
  await visitor.sees("66.7 % of what was sent");
  await visitor.sees("33.3 % of what was sent");
  await visitor.sees("Needs a look");
  await visitor.sees(/to bounce@simulator.amazonses.com/);
  await visitor.requireAccessible();
  // As it happens: nobody asked for the page again.
  await sendHtml(world, { from: "ann@shop.test", to: simulator[0] ?? "" });
  await visitor.sees("75.0 % of what was sent");
  await visitor.page.getByText("30 days").click();
  await visitor.sees("75.0 % of what was sent");
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

test("a service that fell silent is said to be", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await using visitor = await Visitor.of(world);
  await visitor.goTo("/identities");
  await visitor.sees("No identities in this region");
  await world.stop();
  await visitor.sees(/Signet does not answer/);
  await visitor.requireAccessible();
});

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  busyReply,
  senderDomain,
  servedByProvider,
  startBusyProvider,
  startMxWorld,
} from "#test/support/mx-world.ts";
import { sendHtml } from "#test/support/send-html.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

const host = "127.0.0.24";
const from = `ann@${senderDomain}`;

test("what waits is paused, resumed and tried now", async () => {
  await using provider = await startBusyProvider();
  await using world = await World.start("sqlite", {
    ticking: true,
    settings: { SIGNET_DELIVERY: `smtp://127.0.0.1:${provider.port}` },
  });
  await verifiedDomain(world, senderDomain);
  await using visitor = await Visitor.of(world);
  await visitor.goTo("/queue");
  await visitor.sees("Nothing waits");
  await visitor.requireAccessible();
  const id = await sendHtml(world, { from, to: "bob@busy.example" });
  await visitor.sees(busyReply);
  await visitor.requireAccessible();
  await visitor.click("Pause: busy.example");
  await visitor.type("Why", "they asked us to");
  await visitor.requireAccessible();
  await visitor.page.getByRole("dialog").getByRole("button", { name: "Pause" }).click();
  await visitor.sees(/they asked us to/);
  await visitor.requireAccessible();
  await visitor.goTo(`/messages/${id}`);
  await visitor.sees(/Held back until it is resumed/);
  await visitor.requireAccessible();
  await visitor.page.getByRole("main").getByRole("link", { name: "queue" }).click();
  provider.isBusy = false;
  await visitor.click(/^Resume /);
  await visitor.sees("Nothing waits");
});

test("what waits for a provider is looked into, paused and resumed as a whole", async () => {
  await using provider = await startBusyProvider(host);
  await using world = await startMxWorld("sqlite", provider.port, { ticking: true });
  servedByProvider(world, host, "one.test", "two.test");
  for (const to of ["bob@one.test", "eve@two.test"]) await sendHtml(world, { from, to });
  await using visitor = await Visitor.of(world);
  await visitor.goTo("/queue");
  await visitor.sees("2 domains");
  await visitor.sees(/Too much from you/);
  await visitor.requireAccessible();
  await visitor.page.getByText("Domains", { exact: true }).click();
  await visitor.sees("one.test");
  await visitor.page.getByText("Providers", { exact: true }).click();
  await visitor.click("provider.test");
  await visitor.sees("two.test");
  await visitor.requireAccessible();
  await visitor.click("Pause all");
  await visitor.page.getByRole("dialog").getByRole("button", { name: "Pause" }).click();
  await visitor.sees("all domains it serves");
  await visitor.requireAccessible();
  provider.isBusy = false;
  await visitor.click(/^Resume /);
  await visitor.sees("Nothing waits");
});

test("on a phone, what the servers said has the width of the screen", async () => {
  await using provider = await startBusyProvider(host);
  await using world = await startMxWorld("sqlite", provider.port, { ticking: true });
  servedByProvider(world, host, "one.test");
  await sendHtml(world, { from, to: "bob@one.test" });
  await using visitor = await Visitor.of(world, { device: "phone", scheme: "dark" });
  const { page } = visitor;
  await visitor.goTo("/queue");
  const said = page.getByText(/Too much from you/).first();
  await said.waitFor();
  const width = (await said.boundingBox())?.width ?? 0;
  assert.ok(width > 280, `${width} px`);
  for (const name of ["Try now", "Pause"])
    await page.getByRole("button", { name: `${name}: provider.test` }).waitFor();
  await visitor.sees("1 waiting");
  await visitor.requireNoSidewaysScroll();
  await visitor.requireAccessible();
});

test("what was not looked up is told apart, and a provider is held where everything is", async () => {
  await using provider = await startBusyProvider(host);
  await using world = await startMxWorld("sqlite", provider.port, { ticking: true });
  servedByProvider(world, host, "one.test");
  await sendHtml(world, { from, to: "bob@one.test" });
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  await visitor.goTo("/queue");
  await visitor.sees(/Too much from you/);
  await visitor.click("Pause all");
  await page.getByRole("dialog").getByRole("button", { name: "Pause" }).click();
  await visitor.sees("Every domain");
  await sendHtml(world, { from, to: "eve@two.test" });
  await visitor.click("Not looked up yet");
  await page.getByRole("link", { name: "two.test" }).waitFor();
  assert.equal(await page.getByRole("link", { name: "one.test" }).count(), 0);
  await visitor.sees(/^1 delivery waits/);
  await visitor.requireAccessible();

  // As where many others have more: only so many are told.
  await page.route("**/signet/v1/queue?site=provider.test", async (route) => {
    const response = await route.fetch();
    const { data } = (await response.json()) as { data: object };
    await route.fulfill({ response, json: { success: true, data: { ...data, sites: [] } } });
  });
  await visitor.goTo("/queue?site=provider.test");
  await page.getByRole("link", { name: "one.test" }).waitFor();
  await visitor.sees(/^1 delivery waits/);
  await page.getByRole("button", { name: "Try all now", disabled: true }).waitFor();
  assert.equal(await page.getByRole("button", { name: "Pause all" }).count(), 0);
});

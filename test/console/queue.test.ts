import assert from "node:assert/strict";
import { test } from "node:test";
import { sendHtml } from "#test/support/send-html.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

test("what waits is paused, resumed and tried now", async () => {
  let isRefusing = true;
  await using receiver = await startSmtpReceiver({
    answer: async () => {
      if (isRefusing) throw Object.assign(new Error("4.2.1 Mailbox busy"), { responseCode: 450 });
    },
  });
  await using world = await World.start("sqlite", {
    ticking: true,
    settings: { SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}` },
  });
  await verifiedDomain(world, "shop.test");
  await using visitor = await Visitor.of(world);
  await visitor.goTo("/queue");
  await visitor.sees("Nothing waits");
  await visitor.requireAccessible();
  await sendHtml(world, { from: "ann@shop.test", to: "bob@busy.example" });
  await visitor.sees("450 4.2.1 Mailbox busy");
  await visitor.requireAccessible();
  await visitor.click("Pause");
  await visitor.type("Why", "they asked us to");
  await visitor.requireAccessible();
  await visitor.page.getByRole("dialog").getByRole("button", { name: "Pause" }).click();
  await visitor.sees(/they asked us to/);
  await visitor.requireAccessible();
  isRefusing = false;
  await visitor.click("Resume");
  await visitor.sees("Nothing waits");
});

test("what waits for a provider is looked into, paused and resumed as a whole", async () => {
  let isRefusing = true;
  await using receiver = await startSmtpReceiver({
    host: "127.0.0.24",
    answer: async () => {
      if (isRefusing) throw Object.assign(new Error("4.7.0 Too much from you"), { responseCode: 421 });
    },
  });
  await using world = await World.start("sqlite", {
    ticking: true,
    settings: { SIGNET_DELIVERY: "mx" },
    mailServerPort: receiver.port,
  });
  await verifiedDomain(world, "shop.test");
  world.zone("provider.test", "mx A 127.0.0.24");
  world.zone("one.test", "@ MX 10 mx.provider.test.");
  world.zone("two.test", "@ MX 10 mx.provider.test.");
  for (const to of ["bob@one.test", "eve@two.test"]) await sendHtml(world, { from: "ann@shop.test", to });
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
  isRefusing = false;
  await visitor.click("Resume");
  await visitor.sees("Nothing waits");
});

test("what was not looked up is told apart, and a provider is held where everything is", async () => {
  await using receiver = await startSmtpReceiver({
    host: "127.0.0.24",
    answer: async () => {
      throw Object.assign(new Error("4.7.0 Too much from you"), { responseCode: 421 });
    },
  });
  await using world = await World.start("sqlite", {
    ticking: true,
    settings: { SIGNET_DELIVERY: "mx" },
    mailServerPort: receiver.port,
  });
  await verifiedDomain(world, "shop.test");
  world.zone("provider.test", "mx A 127.0.0.24");
  world.zone("one.test", "@ MX 10 mx.provider.test.");
  await sendHtml(world, { from: "ann@shop.test", to: "bob@one.test" });
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  await visitor.goTo("/queue");
  await visitor.sees(/Too much from you/);
  await visitor.click("Pause all");
  await page.getByRole("dialog").getByRole("button", { name: "Pause" }).click();
  await visitor.sees("Every domain");
  await sendHtml(world, { from: "ann@shop.test", to: "eve@two.test" });
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

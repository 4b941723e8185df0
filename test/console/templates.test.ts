import assert from "node:assert/strict";
import { test } from "node:test";
import { CreateEmailTemplateCommand, GetEmailTemplateCommand } from "@aws-sdk/client-sesv2";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

test("a template is written beside what becomes of it, and its faults are shown where they are", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  const frame = page.frameLocator("iframe");
  await visitor.goTo("/templates");
  await visitor.sees("No templates in this region");
  await visitor.requireAccessible();
  await visitor.click("Create the first");
  await visitor.type("Name", "order");
  await page.getByRole("dialog").getByRole("button", { name: "Create", exact: true }).click();
  await frame.getByText("Thank you, name").waitFor();
  await visitor.requireAccessible();

  await visitor.type("Subject", "Order {{number}}");
  await visitor.sees(/number/);
  await visitor.sees("Not saved");
  await visitor.type("HTML", "<h1>{{#if name}}Open");
  await page.getByLabel("has a fault").waitFor();
  await visitor.type("HTML", "<h1>Dear {{name}}</h1>");
  await frame.getByText("Dear name").waitFor();
  await page.getByRole("tab", { name: "Test data" }).click();
  await visitor.type("Test data", '{"name": "Ann", ');
  await visitor.sees(/JSON/);
  await visitor.requireAccessible();
  await visitor.type("Test data", '{"name": "Ann", "number": 7, "items": []}');
  await frame.getByText("Dear Ann").waitFor();
  await visitor.sees("Order 7");
  await visitor.type("Test data", "{}");
  await page.getByRole("tab", { name: "HTML" }).first().click();
  await visitor.type("HTML", "<ul>{{#each parcels}}<li>{{this}}</li>{{/each}}</ul>");
  await page.getByRole("tab", { name: "Test data" }).click();
  await visitor.click("Fill in what the template names");
  await frame.getByRole("listitem").getByText("parcels", { exact: true }).waitFor();
  await page.getByRole("tab", { name: "HTML" }).first().click();
  await visitor.type("HTML", "<h1>Dear {{name}}</h1>");
  await page.getByRole("tab", { name: "Test data" }).click();
  await visitor.click("Fill in what the template names");
  await visitor.sees("Order number");
  await visitor.click("Save");
  await page.getByText("Not saved").waitFor({ state: "detached" });
  const { TemplateContent } = await world.ses.send(new GetEmailTemplateCommand({ TemplateName: "order" }));
  assert.equal(TemplateContent?.Subject, "Order {{number}}");
  assert.equal(TemplateContent?.Html, "<h1>Dear {{name}}</h1>");

  await page.getByRole("tab", { name: "Source" }).click();
  await visitor.sees(/^Subject: Order number$/m);
  await visitor.requireAccessible();
  await visitor.click("Send a test");
  await visitor.sees("An address of one of your verified identities.");
  const from = page.getByRole("combobox", { name: "From" });
  await visitor.eventually(async () => (await from.inputValue()) === "hello@shop.test");
  await visitor.type("To", "bob@example.com");
  await visitor.requireAccessible();
  await page.getByRole("dialog").getByRole("button", { name: "Send", exact: true }).click();
  await visitor.sees("It is on its way to bob@example.com");
  await world.runUntil(async () => {
    const { messages } = await world.plain<{ messages: { subject: string }[] }>("GET", "/signet/v1/inbox");
    return messages.some(({ subject }) => subject === "Order number");
  });

  await visitor.click("Delete order");
  await visitor.type("Type order to confirm", "order");
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await visitor.sees("No templates in this region");
});

test("a test is not sent of older words than are written", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await world.ses.send(
    new CreateEmailTemplateCommand({
      TemplateName: "order",
      TemplateContent: { Subject: "Older", Text: "-" },
    }),
  );
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  const button = (disabled: boolean) => page.getByRole("button", { name: "Send a test", disabled });
  await visitor.goTo("/templates/order");
  await button(false).waitFor();
  const held = Promise.withResolvers<void>();
  await page.route("**/signet/v1/template-preview", async (route) => {
    await held.promise;
    await route.continue();
  });
  await visitor.type("Subject", "Newer");
  await button(true).waitFor();
  held.resolve();
  await button(false).waitFor();
  await visitor.sees("Newer");
});

test("what a template holds runs nothing and loads nothing while it is looked at", async () => {
  const elsewhere = "http://elsewhere.example";
  const Html = `<meta http-equiv="refresh" content="0;url=${elsewhere}/refreshed"><script>top.acted = true</script>
    <img src=x onerror="top.acted = true"><img src="${elsewhere}/pixel.png"><iframe srcdoc="<script>top.acted=true</script>"></iframe>
    <style>@import url("${elsewhere}/import.css");</style><form action="${elsewhere}/form"><button id="send">Send</button></form>
    <a id="script" href="javascript:top.acted=true">A script</a> <a id="away" href="${elsewhere}/away" target="_top">Away</a> Shown`;
  await using world = await World.start("sqlite", { ticking: true });
  await world.ses.send(
    new CreateEmailTemplateCommand({
      TemplateName: "hostile",
      TemplateContent: { Subject: "Hostile", Html },
    }),
  );
  await using visitor = await Visitor.of(world, { device: "phone", scheme: "dark" });
  await visitor.goTo("/templates/hostile");
  const frame = visitor.page.frameLocator("iframe");
  await frame.getByText("Shown").waitFor();
  await visitor.requireNoSidewaysScroll();
  await visitor.requireAccessible();
  const before = visitor.page.url();
  for (const target of ["#send", "#script", "#away"]) {
    await frame.locator(target).click({ force: true, noWaitAfter: true });
  }
  await frame.getByText("Shown").waitFor();
  assert.equal(visitor.page.url(), before);
  assert.equal(await visitor.page.evaluate("window.acted"), undefined);
  assert.equal(visitor.page.context().pages().length, 1, "a window was opened");
  await visitor.eventually(async () => visitor.complaints.length > 0);
  const tried = await visitor.leaves();
  assert.deepEqual(
    tried.filter((one) => !one.startsWith("console:")),
    [],
  );
});

test("templates are searched by name, and what is sought is in the address", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  for (let number = 0; number < 120; number += 1) {
    const TemplateName = number === 117 ? "a-welcome" : `order-${number}`;
    await world.plain("POST", "/v2/email/templates", { TemplateName, TemplateContent: { Subject: "Hi" } });
  }
  await using visitor = await Visitor.of(world, { device: "phone" });
  const { page } = visitor;
  await visitor.goTo("/templates");
  await visitor.type("Search by name", "WELC");
  await visitor.eventually(async () => (await page.getByRole("row").count()) === 2);
  await visitor.sees("a-welcome");
  assert.equal(new URL(page.url()).search, "?name=WELC");
  await visitor.requireNoSidewaysScroll();
  await visitor.requireAccessible();
  await visitor.goTo("/templates?name=nothing-like-it");
  await visitor.sees("Nothing matches");
});

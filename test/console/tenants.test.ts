import assert from "node:assert/strict";
import { test } from "node:test";
import {
  GetTenantCommand,
  ListSuppressedDestinationsCommand,
  ListTenantResourcesCommand,
  SendEmailCommand,
} from "@aws-sdk/client-sesv2";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

test("a tenant is made, given what it sends with and a list of its own, is paused, and is deleted", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  const card = (name: string) => page.getByRole("region", { name, exact: true });
  const dialog = page.getByRole("dialog");
  const corner = { TenantName: "corner" };

  await visitor.goTo("/tenants");
  await visitor.sees("No tenants in this region");
  await visitor.requireAccessible();
  await visitor.click("Create the first");
  await visitor.type("Name", "corner shop");
  await dialog.getByRole("button", { name: "Create", exact: true }).click();
  await visitor.sees(/Invalid tenant name <corner shop>/);
  await visitor.type("Name", "corner");
  await dialog.getByRole("button", { name: "Create", exact: true }).click();
  await page.getByRole("heading", { name: "corner", level: 1 }).waitFor();
  await visitor.sees("it can send nothing");
  await visitor.requireAccessible();

  await visitor.click("Give it a resource");
  await page.getByRole("combobox", { name: "Name" }).fill("absent.test");
  await dialog.getByRole("button", { name: "Give", exact: true }).click();
  await dialog.getByRole("alert").waitFor();
  await page.getByRole("combobox", { name: "Name" }).fill("sho");
  await page.getByRole("option", { name: "shop.test" }).click();
  await visitor.requireAccessible();
  await dialog.getByRole("button", { name: "Give", exact: true }).click();
  await page.getByRole("button", { name: "Take away shop.test" }).waitFor();
  const { TenantResources = [] } = await world.ses.send(new ListTenantResourcesCommand(corner));
  assert.deepEqual(
    TenantResources.map(({ ResourceType }) => ResourceType),
    ["EMAIL_IDENTITY"],
  );

  await page.getByLabel(/one of its own/).check();
  await card("Suppression").getByRole("switch", { name: "Reasons of its own" }).press("Space");
  await card("Suppression")
    .getByLabel(/a complaint/)
    .uncheck();
  await card("Suppression").getByRole("button", { name: "Save" }).click();
  await visitor.sees(/^Saved$/);
  const { Tenant } = await world.ses.send(new GetTenantCommand(corner));
  assert.deepEqual(Tenant?.SuppressionAttributes, {
    SuppressedReasons: ["BOUNCE"],
    SuppressionScope: "TENANT",
  });

  const { MessageId } = await world.ses.send(
    new SendEmailCommand({
      ...corner,
      FromEmailAddress: "ann@shop.test",
      Destination: { ToAddresses: ["bob@example.com"] },
      Content: { Simple: { Subject: { Data: "For the corner" }, Body: { Text: { Data: "Hello" } } } },
    }),
  );
  await visitor.sees("Nothing yet: it may send");
  await card("Sending").getByRole("switch", { name: "Messages may be sent for it" }).press("Space");
  await visitor.sees(/^Paused$/);
  await visitor.sees(/^It may not send, just now$/);
  await visitor.requireAccessible();
  await visitor.goTo(`/messages/${MessageId}`);
  await visitor.click("corner");
  await page.getByRole("heading", { name: "corner", level: 1 }).waitFor();
  await visitor.click("Messages");
  await visitor.goTo("/messages?tenant=other");
  await visitor.settle();
  assert.equal(await page.getByText("For the corner").count(), 0);
  await visitor.goTo("/messages?tenant=corner");
  await visitor.sees("For the corner");
  await visitor.requireAccessible();

  await visitor.goTo("/tenants/corner");
  await visitor.click("shop.test");
  await page.getByRole("heading", { name: "shop.test", level: 1 }).waitFor();
  await page.goBack();
  await visitor.click("Take away shop.test");
  await visitor.sees("it can send nothing");
  await visitor.click("Delete corner");
  await visitor.type("Type corner to confirm", "corner");
  await visitor.requireAccessible();
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  await visitor.sees("No tenants in this region");
});

test("a tenant's suppression list is looked at, added to and exported apart from the account's, on a phone", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  const corner = { TenantName: "corner" };
  await world.plain("POST", "/v2/email/tenants", corner);
  await using visitor = await Visitor.of(world, { device: "phone", scheme: "dark" });
  const { page } = visitor;
  const listed = async (of: object) => {
    const answer = await world.ses.send(new ListSuppressedDestinationsCommand(of));
    return answer.SuppressedDestinationSummaries?.map(({ EmailAddress }) => EmailAddress) ?? [];
  };
  await visitor.goTo("/tenants");
  await visitor.sees("corner");
  await visitor.requireNoSidewaysScroll();
  await visitor.requireAccessible();
  await visitor.goTo("/tenants/corner");
  await visitor.settle();
  await visitor.requireNoSidewaysScroll();
  await visitor.requireAccessible();
  await visitor.goTo("/suppression");
  await page.getByRole("combobox", { name: "Tenant" }).click();
  await page.getByRole("option", { name: "corner" }).click();
  await page.waitForURL(/tenant=corner/);
  await visitor.click("Add an address");
  await visitor.type("E-mail address", "gone@example.com");
  await page.getByRole("dialog").getByRole("button", { name: "Add", exact: true }).click();
  await page.getByRole("button", { name: "Remove gone@example.com" }).waitFor();
  await visitor.requireNoSidewaysScroll();
  await visitor.requireAccessible();
  assert.deepEqual([await listed(corner), await listed({})], [["gone@example.com"], []]);
  const exported = await page.getByRole("link", { name: "Export" }).getAttribute("href");
  assert.match(exported ?? "", /tenant=corner/);
  await page.getByLabel("A whole address").fill("gone@example.com");
  await page.waitForURL(/address=gone/);
  await visitor.sees(/^Bounced$/);
  await visitor.click("Remove gone@example.com");
  await page.getByRole("dialog").getByRole("button", { name: "Remove", exact: true }).click();
  await visitor.sees("It is not on the list");
  assert.deepEqual(await listed(corner), []);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { CreateEmailIdentityCommand } from "@aws-sdk/client-sesv2";
import { identityOf, verifiedDomain } from "#test/support/verified-domain.ts";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

test("identities are found by name, kind and status, and in their region only", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "done.test");
  for (const EmailIdentity of ["waiting.test", "ann@example.com"]) {
    await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
  }
  await using visitor = await Visitor.of(world);
  const names = async () => await visitor.page.locator("tbody td:first-child a").allInnerTexts();
  await visitor.goTo("/identities");
  await visitor.sees("waiting.test");
  assert.deepEqual(await names(), ["ann@example.com", "done.test", "waiting.test"]);
  await visitor.page.getByLabel("Search by name").fill("wait");
  await visitor.page.getByText("done.test").waitFor({ state: "detached" });
  assert.deepEqual(await names(), ["waiting.test"]);
  await visitor.goTo("/identities?status=SUCCESS");
  await visitor.sees("done.test");
  assert.deepEqual(await names(), ["done.test"]);
  await visitor.requireAccessible();
  await visitor.page.getByRole("combobox", { name: "Region" }).click();
  await visitor.page.getByRole("option", { name: "eu-west-1" }).click();
  await visitor.page.goto("/identities");
  await visitor.sees("No identities in this region");
  await visitor.requireAccessible();
});

test("a domain's page says what is wrong, turns green when it is mended, and changes how it sends", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  const { DkimAttributes } = await world.ses.send(
    new CreateEmailIdentityCommand({ EmailIdentity: "shop.test" }),
  );
  world.zone("shop.test");
  await using visitor = await Visitor.of(world);
  await visitor.goTo("/identities/shop.test");
  await visitor.sees("There is no record at");
  await visitor.sees("Not there");
  await visitor.click("What the name servers said");
  await visitor.sees("NXDOMAIN");
  await visitor.requireAccessible();

  await visitor.page.getByRole("tab", { name: "Terraform" }).click();
  await visitor.sees("aws_route53_record");
  await visitor.page.getByRole("button", { name: "Copy the name" }).first().click();
  const copied = await visitor.page.evaluate<string>("navigator.clipboard.readText()");
  assert.match(copied, new RegExp(`^(${DkimAttributes?.Tokens?.join("|")})\\._domainkey\\.shop\\.test$`));

  await visitor.click("Publish in the local zone");
  await visitor.sees("Verified");
  for (const tab of ["Checks", "Keys", "Settings"]) {
    await visitor.page.getByRole("tab", { name: tab }).click();
    await visitor.requireAccessible();
  }
  await visitor.type("Domain", "bounce.shop.test");
  await visitor.click("Save");
  await visitor.sees("Saved; publish its records next");
  await visitor.type("Key", "team");
  await visitor.type("Value", "shop");
  await visitor.click("Add");
  await visitor.sees("team: shop");
  const { MailFromAttributes, Tags } = await identityOf(world, "shop.test");
  assert.equal(MailFromAttributes?.MailFromDomain, "bounce.shop.test");
  assert.deepEqual(Tags, [{ Key: "team", Value: "shop" }]);

  await visitor.click("Delete shop.test");
  await visitor.type("Type shop.test to confirm", "shop.test");
  await visitor.page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await visitor.sees("No identities in this region");
});

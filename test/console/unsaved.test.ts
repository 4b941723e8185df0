import assert from "node:assert/strict";
import { test } from "node:test";
import { CreateConfigurationSetCommand, CreateTenantCommand } from "@aws-sdk/client-sesv2";
import { password, startWorldOfPeople } from "#test/support/people.ts";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

/** Answers the questions that the page asks, one after the other; tells how many it asked. */
function answering(visitor: Visitor) {
  const asked: string[] = [];
  const answers: boolean[] = [];
  visitor.page.on("dialog", async (dialog) => {
    asked.push(dialog.message());
    await (answers.shift() === true ? dialog.accept() : dialog.dismiss());
  });
  return { asked, answers };
}

test("a configuration set is not left with options that are not saved, unless that is meant", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await world.ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: "news" }));
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  const { asked, answers } = answering(visitor);
  const patience = page.getByLabel("Try for, in seconds");
  const archive = page.getByLabel("ARN of the archive");
  await visitor.goTo("/configuration-sets");
  await visitor.click("news");
  await patience.fill("600");
  await archive.fill("arn:aws:ses:us-east-1:000000000000:mailmanager-archive/a-receipts");
  await page.getByRole("tab", { name: "Event destinations" }).click();
  await visitor.eventually(async () => asked.length === 1);
  assert.equal(await patience.inputValue(), "600");
  await page.goBack();
  await visitor.eventually(async () => asked.length === 2);
  assert.equal(await patience.inputValue(), "600");

  answers.push(true);
  await page.getByRole("tab", { name: "Event destinations" }).click();
  await visitor.sees("Nobody is told");
  assert.equal(asked.length, 3, "it is asked once, however many forms there are");
  await page.getByRole("tab", { name: "Options" }).click();
  await patience.waitFor();
  assert.equal(await patience.inputValue(), "");
  await patience.fill("700");
  await page.getByRole("region", { name: "Delivery" }).getByRole("button", { name: "Save" }).click();
  await visitor.sees(/^Saved$/);
  await patience.fill("800");
  await visitor.click("Delete news");
  await visitor.type("Type news to confirm", "news");
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await visitor.sees("No configuration sets in this region");
  assert.equal(asked.length, 3, "what was saved, or is gone, can be left");
});

test("nor is a tenant, nor the account", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await world.ses.send(new CreateTenantCommand({ TenantName: "corner" }));
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  const { asked, answers } = answering(visitor);
  await visitor.goTo("/tenants/corner");
  await page.getByLabel(/one of its own/).check();
  await visitor.click("Account");
  await visitor.eventually(async () => asked.length === 1);
  answers.push(true);
  await visitor.click("Account");
  await visitor.type("Website", "https://shop.example");
  await visitor.click("Overview");
  await visitor.eventually(async () => asked.length === 3);
  assert.equal(await page.getByLabel("Website").inputValue(), "https://shop.example");
});

test("nor is a region, nor a session", async () => {
  await using world = await startWorldOfPeople("sqlite");
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  const { asked, answers } = answering(visitor);
  await visitor.goTo("/account");
  await visitor.type("Name", "ann");
  await visitor.type("Password", password);
  await visitor.click("Sign in");
  await visitor.type("Website", "https://shop.example");
  const region = page.getByLabel("Region", { exact: true }).first();
  const chooseAnother = async () => {
    await region.click();
    await page.getByRole("option", { name: "eu-west-1" }).click();
  };
  await chooseAnother();
  await visitor.eventually(async () => asked.length === 1);
  assert.equal(await page.getByLabel("Website").inputValue(), "https://shop.example");
  await visitor.eventually(async () => (await region.inputValue()) === "us-east-1");
  await visitor.click("Sign out");
  await visitor.eventually(async () => asked.length === 2);
  assert.equal(await page.getByLabel("Website").inputValue(), "https://shop.example");
  answers.push(true);
  await chooseAnother();
  await visitor.sees(/Account 111122223333, in eu-west-1/);
  assert.equal(await page.getByLabel("Website").inputValue(), "");
  await visitor.click("Sign out");
  await visitor.sees("Sign in to Signet");
  assert.equal(asked.length, 3);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { GetAccountCommand, PutAccountSuppressionAttributesCommand } from "@aws-sdk/client-sesv2";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

test("the account's quota is seen, and its settings are changed", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  await visitor.goTo("/account");
  await visitor.sees("No limit");
  await visitor.requireAccessible();
  await page.getByRole("switch", { name: "Messages may be sent" }).press("Space");
  await visitor.sees("Sending is off");
  await page.getByLabel(/who complains/).press("Space");
  await visitor.sees(/^Saved$/);
  await page.getByRole("combobox", { name: "E-mail addresses" }).fill("ops@example.com");
  await page.getByRole("combobox", { name: "E-mail addresses" }).press("Enter");
  await visitor.type("Website", "https://shop.example");
  await visitor.click("Save");
  const account = async () => await world.ses.send(new GetAccountCommand({}));
  await visitor.eventually(async () => (await account()).Details !== undefined);
  await visitor.requireAccessible();
  const { SendingEnabled, SuppressionAttributes, Details } = await account();
  assert.equal(SendingEnabled, false);
  assert.deepEqual(SuppressionAttributes?.SuppressedReasons, ["BOUNCE"]);
  assert.deepEqual(Details?.AdditionalContactEmailAddresses, ["ops@example.com"]);
});

test("who changes an account's suppression reasons leaves its Auto Validation as it is", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await using visitor = await Visitor.of(world);
  await visitor.goTo("/account");
  await visitor.sees("No limit");
  const ValidationAttributes = {
    ConditionThreshold: {
      ConditionThresholdEnabled: "ENABLED",
      OverallConfidenceThreshold: { ConfidenceVerdictThreshold: "HIGH" },
    },
  } as const;
  await world.ses.send(
    new PutAccountSuppressionAttributesCommand({
      SuppressedReasons: ["BOUNCE", "COMPLAINT"],
      ValidationAttributes,
    }),
  );
  await visitor.page.getByLabel(/who complains/).press("Space");
  await visitor.sees(/^Saved$/);
  const { SuppressionAttributes } = await world.ses.send(new GetAccountCommand({}));
  assert.deepEqual(SuppressionAttributes, { SuppressedReasons: ["BOUNCE"], ValidationAttributes });
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { ListSuppressedDestinationsCommand } from "@aws-sdk/client-sesv2";
import { sendHtml } from "#test/support/send-html.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

test("an address is put on the suppression list, looked for, and taken off", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  await using visitor = await Visitor.of(world);
  await visitor.goTo("/suppression");
  await visitor.sees("Nobody is on the list");
  await visitor.requireAccessible();
  await visitor.click("Add an address");
  await visitor.type("E-mail address", "no address");
  await visitor.page.getByRole("dialog").getByRole("button", { name: "Add", exact: true }).click();
  await visitor.page.getByRole("alert").waitFor();
  await visitor.type("E-mail address", "angry@example.com");
  await visitor.page.getByLabel("its owner complained").check();
  await visitor.requireAccessible();
  await visitor.page.getByRole("dialog").getByRole("button", { name: "Add", exact: true }).click();
  await visitor.sees("Complained");
  const { SuppressedDestinationSummaries: [listed] = [] } = await world.ses.send(
    new ListSuppressedDestinationsCommand({}),
  );
  assert.deepEqual([listed?.EmailAddress, listed?.Reason], ["angry@example.com", "COMPLAINT"]);

  await visitor.page.getByLabel("Look for a whole address").fill("bob@example.com");
  await visitor.sees("It is not on the list");
  await visitor.page.getByLabel("Look for a whole address").fill("bounce@simulator.amazonses.com");
  await visitor.page.getByText("Mail to bounce@simulator.amazonses.com is sent.").waitFor();
  await visitor.page.getByLabel("Look for a whole address").fill("angry@example.com");
  await visitor.sees("Complained");
  await visitor.requireAccessible();
  await visitor.click("Remove angry@example.com");
  await visitor.sees("It is not on the list");
  await sendHtml(world, { from: "ann@shop.test", to: "angry@example.com" });
});

import assert from "node:assert/strict";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { ListSuppressedDestinationsCommand } from "@aws-sdk/client-sesv2";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

test("an address is put on the suppression list, looked for, and taken off", async () => {
  await using world = await World.start("sqlite", { ticking: true });
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
  // The dialog says "complained" too: what is listed can be removed.
  await visitor.page.getByRole("button", { name: "Remove angry@example.com", exact: true }).waitFor();
  await visitor.sees(/^Complained$/);
  const { SuppressedDestinationSummaries: [listed] = [] } = await world.ses.send(
    new ListSuppressedDestinationsCommand({}),
  );
  assert.deepEqual([listed?.EmailAddress, listed?.Reason], ["angry@example.com", "COMPLAINT"]);

  await visitor.page.getByLabel("A whole address").fill("bob@example.com");
  await visitor.sees("It is not on the list");
  await visitor.page.getByLabel("A whole address").fill("bounce@simulator.amazonses.com");
  await visitor.page.getByText("Mail to bounce@simulator.amazonses.com is sent.").waitFor();
  await visitor.page.getByLabel("A whole address").fill("angry@example.com");
  await visitor.sees(/^Complained$/);
  await visitor.requireAccessible();
  await visitor.click("Remove angry@example.com");
  await visitor.sees("They reported a message as spam.");
  await visitor.requireAccessible();
  await visitor.page.getByRole("dialog").getByRole("button", { name: "Remove", exact: true }).click();
  await visitor.sees("It is not on the list");
});

test("a list is imported from a file, its faults are named, and it is exported again", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  await visitor.goTo("/suppression");
  await visitor.click("Import");
  const file = {
    name: "list.csv",
    mimeType: "text/csv",
    buffer: Buffer.from("a@example.com,COMPLAINT\nno address\n"),
  };
  await page.locator("input[type=file]").setInputFiles(file);
  await page.getByRole("dialog").getByRole("button", { name: "Import", exact: true }).click();
  await visitor.sees(/Line 2/);
  await visitor.requireAccessible();
  await visitor.type("Or its lines", "b@example.com\n");
  await page.getByRole("dialog").getByRole("button", { name: "Import", exact: true }).click();
  await visitor.sees("b@example.com");
  const [download] = await Promise.all([page.waitForEvent("download"), visitor.click("Export")]);
  const exported = await text(await download.createReadStream());
  assert.match(
    exported,
    /^address,reason,updated_at\r?\na@example\.com,COMPLAINT,\S+\r?\nb@example\.com,BOUNCE,\S+\r?\n$/,
  );
});

test("a list that has nobody for one reason is not said to be empty", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await world.plain("PUT", "/v2/email/suppression/addresses", {
    EmailAddress: "gone@example.com",
    Reason: "BOUNCE",
  });
  await using visitor = await Visitor.of(world);
  await visitor.goTo("/suppression?reason=COMPLAINT");
  await visitor.sees("Nobody is on the list for this");
  await visitor.requireAccessible();
});

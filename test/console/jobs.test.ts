import { test } from "node:test";
import { ObjectStorage } from "#test/support/object-storage.ts";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

test("a list is filled from a file, and it is seen how far it is and which of its lines are wrong", async () => {
  await using storage = await ObjectStorage.start();
  await using world = await World.start("sqlite", {
    ticking: true,
    settings: storage.settings("arn:aws:s3:::lists/*"),
  });
  const good = Array.from({ length: 1_200 }, (_, number) => `gone-${number}@example.com,BOUNCE\n`).join("");
  storage.objects.set("lists/gone.csv", `${good}nobody,BOUNCE\nann@example.com,WHY\n`);
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  const dialog = page.getByRole("dialog");
  await visitor.goTo("/jobs");
  await visitor.sees("No import in this region");
  await visitor.requireAccessible();
  await visitor.click("Start an import");
  await visitor.type("File", "s3://elsewhere/gone.csv");
  await dialog.getByRole("button", { name: "Start", exact: true }).click();
  await dialog.getByText(/lets no import job read .*SIGNET_AWS_IMPORTS/).waitFor();
  await visitor.requireAccessible();
  await visitor.type("File", "s3://lists/gone.csv");
  await dialog.getByRole("button", { name: "Start", exact: true }).click();
  await page.getByRole("heading", { name: "Put addresses on the suppression list" }).waitFor();
  await visitor.sees(/^Done$/);
  await visitor.sees("1,202");
  await visitor.sees(", 2 wrong");
  await visitor.sees("Some records were left out");
  await visitor.sees(/1201/);
  await visitor.requireAccessible();
  await visitor.looks({ device: "phone", scheme: "dark" });
  await visitor.requireNoSidewaysScroll();
  await visitor.requireNothingCutOff();
  await page.getByRole("main").getByRole("link", { name: "Jobs", exact: true }).click();
  await page.getByRole("link", { name: "Put addresses on the suppression list" }).waitFor();
  await visitor.requireNoSidewaysScroll();
  await visitor.requireAccessible();
});

test("contacts are taken off their list, and a file that is not there is said to be missing", async () => {
  await using storage = await ObjectStorage.start();
  await using world = await World.start("sqlite", {
    ticking: true,
    settings: storage.settings("arn:aws:s3:::lists/*"),
  });
  await world.plain("POST", "/v2/email/contact-lists", { ContactListName: "readers" });
  await using visitor = await Visitor.of(world);
  await visitor.goTo("/jobs");
  await visitor.click("Start an import");
  await visitor.page.getByRole("combobox", { name: "List" }).click();
  await visitor.page.getByRole("option", { name: "Contacts: readers" }).click();
  await visitor.page.getByRole("radio", { name: /taken off/ }).check();
  await visitor.type("File", "s3://lists/nothing.csv");
  await visitor.page.getByRole("dialog").getByRole("button", { name: "Start", exact: true }).click();
  await visitor.page.getByRole("heading", { name: "Take contacts off readers" }).waitFor();
  await visitor.sees("It failed");
  await visitor.sees(/NoSuchKey|does not exist|not found/i);
  await visitor.requireAccessible();
});

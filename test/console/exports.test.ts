import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { sendHtml } from "#test/support/send-html.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

test("messages are written into a file, which is downloaded as often as one likes", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  await sendHtml(world, { from: "ann@shop.test", to: "bob@reader.example", html: "<p>Hello</p>" });
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  const dialog = page.getByRole("dialog");
  await visitor.goTo("/jobs");
  await visitor.sees("No export in this region");
  await visitor.requireAccessible();
  await visitor.click("Start an export");
  await visitor.type("Recipient", "*@a*b");
  await dialog.getByRole("button", { name: "Start", exact: true }).click();
  await dialog.getByText(/an asterisk may stand at the beginning and at the end alone/).waitFor();
  await visitor.requireAccessible();
  await visitor.type("Recipient", "*@reader.example");
  await dialog.getByRole("button", { name: "Start", exact: true }).click();
  await page.getByRole("heading", { name: "Export: Messages" }).waitFor();
  await visitor.sees(/^Done$/);
  for (let times = 0; times < 2; times += 1) {
    const downloading = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download" }).click();
    const download = await downloading;
    assert.match(download.suggestedFilename(), /^exp_.*\.csv$/);
    assert.match(await readFile(await download.path(), "utf8"), /,bob@reader\.example,/);
  }
  await visitor.requireAccessible();
  await visitor.looks({ device: "phone", scheme: "dark" });
  await visitor.requireNoSidewaysScroll();
  await page.getByRole("main").getByRole("link", { name: "Jobs", exact: true }).click();
  await page.getByRole("link", { name: "Messages", exact: true }).last().waitFor();
  await visitor.requireNoSidewaysScroll();
});

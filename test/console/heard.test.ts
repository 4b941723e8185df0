import assert from "node:assert/strict";
import { test } from "node:test";
import { sendHtml } from "#test/support/send-html.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

test("how much a narrowed list holds is said to who does not see it", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  await sendHtml(world, { from: "ann@shop.test", subject: "An order" });
  await world.plain("PUT", "/v2/email/suppression/addresses", {
    EmailAddress: "gone@example.com",
    Reason: "BOUNCE",
  });
  await world.settle();
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  const searches = [
    ["/identities", "Search by name", "shop"],
    ["/messages", "Subject", "order"],
    ["/inbox", "Search by subject or recipient", "order"],
  ] as const;
  const isHeard = async (words: string) => {
    const status = page.getByRole("status").filter({ hasText: new RegExp(`^${words}$`) });
    await visitor.eventually(async () => (await status.count()) === 1);
  };
  for (const [path, label, sought] of searches) {
    await visitor.goTo(path);
    await visitor.settle();
    assert.equal(await page.getByRole("status").filter({ hasText: "found" }).count(), 0);
    await page.getByLabel(label).fill(sought);
    await isHeard("1 found");
    await page.getByLabel(label).fill(`no ${sought}`);
    await isHeard("None found");
  }
  await visitor.goTo("/suppression");
  for (const [address, words] of [
    ["gone@example.com", "gone@example.com is on the list"],
    ["ann@example.com", "ann@example.com is not on the list"],
  ] as const) {
    await page.getByLabel("A whole address").fill(address);
    await isHeard(words);
  }
});

test("that something was copied is said, and the button stays what it is", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  await visitor.goTo("/identities/shop.test?tab=keys");
  const copy = page.getByRole("button", { name: /^Copy the selector/ }).first();
  await copy.click();
  await page.getByRole("status").getByText("Copied", { exact: true }).waitFor();
  assert.ok(await page.evaluate<boolean>(`document.activeElement.ariaLabel.startsWith("Copy the selector")`));
  await page.getByRole("status").getByText("Copied", { exact: true }).waitFor({ state: "detached" });
});

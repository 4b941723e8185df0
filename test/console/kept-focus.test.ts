import { test } from "node:test";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

/** What has the focus, by what it is called. */
const focused = `(({ id, ariaLabel, labels, textContent }) =>
  id === "content" ? id : ariaLabel ?? ([...(labels ?? [])].at(-1) ?? { textContent }).textContent)(
  document.activeElement)`;

test("whoever uses the keyboard goes on where they were, though what had the focus is gone", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  await world.plain("POST", "/v2/email/contact-lists", { ContactListName: "readers" });
  for (const name of ["ann", "bob", "cid"]) {
    await world.plain("POST", "/v2/email/contact-lists/readers/contacts", { EmailAddress: `${name}@a.test` });
  }
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  const goesTo = async (name: string) =>
    await visitor.eventually(async () => (await page.evaluate<string>(focused)).startsWith(name));
  const press = async (role: "button" | "link", name: string) => {
    await page.getByRole(role, { name, exact: true }).focus();
    await page.keyboard.press("Enter");
  };
  await visitor.goTo("/contacts");
  for (const [name, next] of [
    ["bob", "Remove cid@a.test"],
    ["cid", "Remove ann@a.test"],
  ] as const) {
    await press("button", `Remove ${name}@a.test`);
    await goesTo("Cancel");
    await press("button", "Remove");
    await goesTo(next);
  }
  await visitor.goTo("/identities");
  await press("link", "shop.test");
  await goesTo("content");
  await visitor.goTo("/identities/shop.test?tab=settings");
  const name = "Mail bounces and complaints to the sender";
  await page.getByLabel(name).focus();
  await page.keyboard.press("Space");
  await visitor.sees("Saved");
  await goesTo(name);
});

import { test } from "node:test";
import { password, startWorldOfPeople } from "#test/support/people.ts";
import { sendHtml } from "#test/support/send-html.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

/** What has the focus, by what it is called. */
const focused = `(({ id, ariaLabel, labels, textContent }) =>
  id === "content" ? id : ariaLabel ?? ([...(labels ?? [])].at(-1) ?? { textContent }).textContent)(
  document.activeElement)`;

/** Presses by the keyboard alone, and waits for what has the focus then. */
function byKeyboard(visitor: Visitor) {
  const { page } = visitor;
  return {
    goesTo: async (name: string) =>
      await visitor.eventually(async () => (await page.evaluate<string>(focused)).startsWith(name)),
    press: async (role: "button" | "link", name: string) => {
      await page.getByRole(role, { name, exact: true }).focus();
      await page.keyboard.press("Enter");
    },
  };
}

test("whoever uses the keyboard goes on where they were, though what had the focus is gone", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  await world.plain("POST", "/v2/email/contact-lists", { ContactListName: "readers" });
  for (const name of ["ann", "bob", "cid"]) {
    await world.plain("POST", "/v2/email/contact-lists/readers/contacts", { EmailAddress: `${name}@a.test` });
  }
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  const { goesTo, press } = byKeyboard(visitor);
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
  for (const Key of ["first", "second"]) {
    const ResourceArn = "arn:aws:ses:us-east-1:000000000000:identity/shop.test";
    await world.plain("POST", "/v2/email/tags", { ResourceArn, Tags: [{ Key, Value: "" }] });
  }
  await visitor.goTo("/identities/shop.test?tab=settings");
  await press("button", "Remove the tag first");
  await goesTo("Remove the tag second");
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

test("a button in a dialog, or of the sign-in, has the focus again when what it was pressed for was refused", async () => {
  await using world = await startWorldOfPeople("sqlite");
  await using visitor = await Visitor.of(world);
  const { goesTo, press } = byKeyboard(visitor);
  await visitor.goTo("/messages");
  await visitor.type("Name", "ann");
  await visitor.type("Password", "another password");
  await press("button", "Sign in");
  await visitor.sees("The name, the password or the code is wrong.");
  await goesTo("Sign in");
  await visitor.type("Password", password);
  await press("button", "Sign in");
  await goesTo("content");
  await press("button", "Send a test");
  await goesTo("To");
  await visitor.page.getByRole("combobox", { name: "From" }).fill("ann@shop.test");
  await visitor.type("To", "bob@example.com");
  await press("button", "Send");
  await visitor.page.getByRole("dialog").getByRole("alert").waitFor();
  await goesTo("Send");
});

test("whoever is refused a name is at the field again, and hears why", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  await world.plain("POST", "/v2/email/configuration-sets", { ConfigurationSetName: "news" });
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  const { goesTo, press } = byKeyboard(visitor);
  const isRefused = async (open: string, field: string, name: string, make: string) => {
    await press("button", open);
    await goesTo(field);
    await page.keyboard.type(name);
    await page.getByRole("dialog").getByRole("button", { name: make }).focus();
    await page.keyboard.press("Enter");
    const heard = `(document.activeElement.ariaDescribedByElements ?? []).map((one) => one.textContent).join(" ")`;
    await visitor.eventually(async () => /already exist/.test(await page.evaluate<string>(heard)));
    await goesTo(field);
  };
  await visitor.goTo("/configuration-sets");
  await isRefused("Create", "Name", "news", "Create");
  await visitor.goTo("/identities");
  await isRefused("Register", "Domain or e-mail address", "shop.test", "Register");
});

test("who has signed in again goes on in the field that they were in", async () => {
  await using world = await startWorldOfPeople("sqlite");
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  const { goesTo, press } = byKeyboard(visitor);
  const again = page.getByRole("dialog", { name: "Sign in again" });
  const signInAgain = async () => {
    await again.waitFor();
    await page.keyboard.type(password);
    await page.keyboard.press("Enter");
    await again.waitFor({ state: "detached" });
  };
  await visitor.goTo("/account");
  await visitor.type("Name", "ann");
  await visitor.type("Password", password);
  await press("button", "Sign in");
  await visitor.type("Website", "https://shop.example");
  await page.context().clearCookies();
  await page.keyboard.press("Enter");
  await signInAgain();
  await goesTo("Website");
  await visitor.goTo("/events");
  await press("button", "Create a topic");
  await goesTo("Name");
  await page.keyboard.type("bounces");
  await page.context().clearCookies();
  await page.keyboard.press("Enter");
  await signInAgain();
  await goesTo("Name");
});

test("who shows the last of a list by the keyboard goes on at the first that came", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  for (let each = 0; each < 55; each += 1) {
    await sendHtml(world, { from: "ann@shop.test", to: `to-${54 - each}@simulator.amazonses.com` });
    world.clock.advance(1_000);
  }
  await world.settle();
  await using visitor = await Visitor.of(world);
  const { goesTo, press } = byKeyboard(visitor);
  await visitor.goTo("/messages");
  await press("button", "Show more");
  await goesTo("to-50@");
});

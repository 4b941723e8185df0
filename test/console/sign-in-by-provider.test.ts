import assert from "node:assert/strict";
import { test } from "node:test";
import { OpenidProvider } from "#test/support/openid-provider.ts";
import { operatorOf } from "#test/support/operator.ts";
import { annsAccount, startWorldOfPeople } from "#test/support/people.ts";
import { Visitor } from "#test/support/visitor.ts";

test("who signs in with the provider comes to the page they asked for, and works there like others", async () => {
  await using provider = await OpenidProvider.start();
  provider.people.set("ann", { email: "ann@example.net", email_verified: true });
  provider.people.set("bob", { email: "bob@example.net", email_verified: true });
  await using world = await startWorldOfPeople("sqlite", provider.settings);
  provider.register(world.app.httpUrl);
  await using operator = await operatorOf(world);
  await operator.users.create(annsAccount, { name: "ann@example.net", password: undefined });
  await using visitor = await Visitor.of(world, { alsoTo: [provider.issuer] });
  const { page } = visitor;
  const signInAtProvider = async (name: string) => {
    await page.locator("input[name=login]").fill(name);
    await page.locator("input[name=password]").fill("any");
    await page.getByRole("button", { name: "Sign-in" }).click();
    await page.getByRole("button", { name: "Continue" }).click();
  };

  await visitor.goTo("/access");
  await visitor.requireAccessible();
  await visitor.click("Sign in with Example ID");
  await signInAtProvider("bob");
  await visitor.sees("There is no user bob@example.net here.");
  await visitor.requireAccessible();
  assert.equal(new URL(page.url()).search, "");

  await page.context().clearCookies();
  await visitor.goTo("/access");
  await visitor.click("Sign in with Example ID");
  await signInAtProvider("ann");
  await page.getByRole("heading", { name: "Users and keys" }).waitFor();
  assert.equal(new URL(page.url()).pathname, "/access");
  await visitor.sees("Without a password");

  await visitor.click("Add a user");
  await visitor.type("Name", "bob@example.net");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("checkbox").check();
  assert.equal(await dialog.getByLabel("Password", { exact: true }).count(), 0);
  await visitor.requireAccessible();
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await visitor.sees("bob@example.net may sign in");

  await visitor.click("Your sign-in");
  await visitor.sees(
    "You have none: Example ID vouches for you. Another user of the account can give you one.",
  );
  await visitor.goTo("/sign-in");
  await page.waitForURL(`${world.app.httpUrl}/`);

  await visitor.goTo("/events");
  await visitor.click("Create a topic");
  await visitor.type("Name", "bounces-of-the-shop");
  await page.context().clearCookies({ name: "signet-session" });
  await dialog.getByRole("button", { name: "Create", exact: true }).click();
  const [other] = await Promise.all([
    page.context().waitForEvent("page"),
    visitor.click("Sign in with Example ID in a new tab"),
  ]);
  await other.getByRole("button", { name: "Sign in with Example ID" }).click();
  // There, Ann is signed in still.
  await other.waitForURL(`${world.app.httpUrl}/`);
  await dialog.getByRole("button", { name: "Create", exact: true }).click();
  await visitor.sees("bounces-of-the-shop");
  const others = visitor.complaints.filter((complaint) => !complaint.includes("fonts.googleapis.com"));
  visitor.complaints.splice(0, Infinity, ...others);
});

test("who did not come to the provider, or has come back from there, may go again", async () => {
  await using provider = await OpenidProvider.start();
  await using world = await startWorldOfPeople("sqlite", provider.settings);
  provider.register(world.app.httpUrl);
  await using visitor = await Visitor.of(world, { alsoTo: [provider.issuer] });
  const { page } = visitor;
  // An answer without content leaves the page where it is.
  await page.route(`${provider.issuer}/**`, async (route) => await route.fulfill({ status: 204 }));
  const goThere = async () => {
    const asked = page.waitForRequest((request) => request.url().startsWith(provider.issuer));
    await visitor.click("Sign in with Example ID");
    await asked;
  };

  await visitor.goTo("/");
  await goThere();
  await goThere();
});

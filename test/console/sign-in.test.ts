import assert from "node:assert/strict";
import { test } from "node:test";
import { minuteMs } from "#platform/clock.ts";
import { codeOf } from "#test/support/authenticator.ts";
import { password, startWorldOfPeople } from "#test/support/people.ts";
import { Visitor } from "#test/support/visitor.ts";

async function signIn(visitor: Visitor, name: string, typed: string): Promise<void> {
  await visitor.type("Name", name);
  await visitor.type("Password", typed);
  await visitor.click("Sign in");
}

test("who signs in comes to the page they asked for, and is shut out after wrong passwords", async () => {
  await using world = await startWorldOfPeople("sqlite");
  await using visitor = await Visitor.of(world);
  await visitor.goTo("/access");
  await visitor.requireAccessible();
  for (let tries = 0; tries < 5; tries++) {
    await signIn(visitor, "ann", `wrong ${tries}`);
    await visitor.page.getByRole("alert").waitFor();
  }
  await signIn(visitor, "ann", password);
  await visitor.sees(/Too many tries/);
  await visitor.requireAccessible();
  await world.pass(minuteMs);
  await visitor.click("Sign in");
  await visitor.page.getByRole("heading", { name: "Users and keys" }).waitFor();
  assert.equal(new URL(visitor.page.url()).pathname, "/access");
  await visitor.click("Sign out");
  await visitor.sees("Sign in to Signet");
});

test("a signed-in user adds another, makes a key, sets up an authenticator, and signs in with its code", async () => {
  await using world = await startWorldOfPeople("sqlite");
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  const inDialog = async (name: string) =>
    await page.getByRole("dialog").getByRole("button", { name, exact: true }).click();
  await visitor.goTo("/access");
  await signIn(visitor, "ann", password);
  await visitor.click("Create a key");
  await visitor.type("What is it for?", "the shop");
  await page.getByRole("radio", { name: "Send, and nothing else" }).click();
  await page.getByRole("dialog").getByLabel("Only from").fill("shop.example");
  await visitor.requireAccessible();
  await inDialog("Create");
  await visitor.sees("Shown this once");
  await visitor.click("It is kept");
  await visitor.sees("the shop");
  await visitor.sees("may only send from shop.example");
  await visitor.click("Add a user");
  await visitor.type("Name", "bob");
  await visitor.type("Password", "another long password");
  await inDialog("Add");
  await visitor.sees("bob may sign in");
  await visitor.sees("Has not signed in yet");
  await visitor.requireAccessible();

  await visitor.click("Your sign-in");
  await visitor.sees("This one");
  await visitor.requireAccessible();
  await visitor.click("Set it up");
  await visitor.type("Your password", password);
  await visitor.click("Go on");
  await page.getByRole("img", { name: "The secret for the app" }).waitFor();
  await visitor.requireAccessible();
  const secret = (await page.getByRole("dialog").locator("code").first().innerText()).trim();
  await visitor.type("The code that the app shows", codeOf(secret, world.clock.now()));
  await visitor.click("Use it from now on");
  await visitor.click("They are kept");
  await visitor.sees("A code is asked for");
  await page.getByRole("main").getByRole("button", { name: "Sign out", exact: true }).first().click();

  await signIn(visitor, "ann", password);
  await page.getByLabel("Code").waitFor();
  await visitor.requireAccessible();
  await world.pass(minuteMs);
  await page.getByLabel("Code").fill(codeOf(secret, world.clock.now()));
  await visitor.click("Sign in");
  await page.getByRole("heading", { name: "Your sign-in" }).waitFor();
  await visitor.sees(`You are ann.`);
});

test("nothing of the pages is seen before it is known who is asking", async () => {
  await using world = await startWorldOfPeople("sqlite");
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  const answer = Promise.withResolvers<void>();
  await page.route("**/signet/v1/session", async (route) => {
    await answer.promise;
    await route.continue();
  });
  await page.goto("/queue");
  await page.locator("[aria-busy=true]").waitFor();
  for (const part of ["link", "navigation", "complementary", "main"] as const) {
    assert.equal(await page.getByRole(part).count(), 0, part);
  }
  await visitor.requireAccessible();
  answer.resolve();
  await visitor.sees("Sign in to Signet");
  assert.equal(await page.getByRole("navigation").count(), 0);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { minuteMs } from "#platform/clock.ts";
import { operatorOf } from "#test/support/operator.ts";
import { annsAccount, password, signedIn, startWorldOfPeople } from "#test/support/people.ts";
import { Visitor } from "#test/support/visitor.ts";
import type { World } from "#test/support/world.ts";

async function signIn(visitor: Visitor, name: string): Promise<void> {
  await visitor.type("Name", name);
  await visitor.type("Password", password);
  await visitor.click("Sign in");
}

/** As when it has run out, or was ended from elsewhere. */
async function endSession(visitor: Visitor): Promise<void> {
  await visitor.page.context().clearCookies();
}

async function writeToTopic(visitor: Visitor): Promise<void> {
  await visitor.goTo("/events");
  await signIn(visitor, "ann");
  await visitor.click("Create a topic");
  await visitor.type("Name", "bounces-of-the-shop");
}

const inDialog = (visitor: Visitor, title: string) =>
  visitor.page.getByRole("dialog", { name: title, exact: true });

test("what was being written is still there when the session ended meanwhile", async () => {
  await using world = await startWorldOfPeople("sqlite");
  await using visitor = await Visitor.of(world);
  await writeToTopic(visitor);
  await endSession(visitor);
  const form = inDialog(visitor, "Create a topic");
  await form.getByRole("button", { name: "Create", exact: true }).click();
  const again = inDialog(visitor, "Sign in again");
  await again.waitFor();
  await visitor.requireAccessible();
  assert.equal(await again.getByRole("textbox", { name: "Name", exact: true }).inputValue(), "ann");
  await visitor.page.keyboard.press("Escape");
  await visitor.page.keyboard.type(password);
  await again.getByRole("button", { name: "Sign in", exact: true }).click();
  await again.waitFor({ state: "detached" });
  assert.equal(await form.getByRole("textbox").first().inputValue(), "bounces-of-the-shop");
  await form.getByRole("button", { name: "Create", exact: true }).click();
  await form.waitFor({ state: "detached" });
  await visitor.sees("bounces-of-the-shop");
});

test("a page that nobody touches is covered, too, once its session was ended from elsewhere", async () => {
  await using world = await startWorldOfPeople("sqlite");
  await using visitor = await Visitor.of(world);
  await visitor.goTo("/events");
  const stream = visitor.page.waitForResponse(/v1\/stream/);
  await signIn(visitor, "ann");
  await stream;
  await (await signedIn(world)).call("DELETE", "/signet/v1/sessions");
  // No stream goes on for longer; its tab asks for another.
  await world.pass(11 * minuteMs);
  await inDialog(visitor, "Sign in again").waitFor();
  await visitor.leaves();
});

test("whoever else signs in where a session ended sees nothing of it", async () => {
  await using world = await startWorldOfPeople("sqlite");
  await addTopic(world);
  await using visitor = await Visitor.of(world);
  await writeToTopic(visitor);
  await endSession(visitor);
  await inDialog(visitor, "Create a topic").getByRole("button", { name: "Create", exact: true }).click();
  const again = inDialog(visitor, "Sign in again");
  await again.getByRole("textbox", { name: "Name", exact: true }).fill("eve");
  await again.getByRole("textbox", { name: "Password", exact: true }).fill(password);
  await again.getByRole("button", { name: "Sign in", exact: true }).click();
  await visitor.sees("No topics in this region");
  assert.equal(await visitor.page.getByRole("dialog").count(), 0);
  assert.equal(await visitor.page.getByText("of-anns-shop").count(), 0);
});

test("who has signed in again in another tab goes on in the first", async () => {
  await using world = await startWorldOfPeople("sqlite");
  await using visitor = await Visitor.of(world);
  await writeToTopic(visitor);
  await signInAnewInAnotherTab(visitor);
  const form = inDialog(visitor, "Create a topic");
  await form.getByRole("button", { name: "Create", exact: true }).click();
  await form.waitFor({ state: "detached" });
  await visitor.sees("bounces-of-the-shop");
});

test("all that is asked at once goes on after a sign-in in another tab", async () => {
  await using world = await startWorldOfPeople("sqlite");
  await using visitor = await Visitor.of(world);
  await visitor.goTo("/events");
  await signIn(visitor, "ann");
  await visitor.sees("No topics in this region");
  await signInAnewInAnotherTab(visitor);
  await visitor.page.getByRole("link", { name: "Jobs", exact: true }).click();
  const refusal = visitor.page.getByRole("alert");
  for (const empty of ["No import in this region", "No export in this region"]) {
    await visitor.page.getByText(empty).or(refusal).first().waitFor();
  }
  assert.equal(await refusal.count(), 0);
});

test("who signs out in one tab has signed out in all, and finds there what they were writing", async () => {
  await using world = await startWorldOfPeople("sqlite");
  await using visitor = await Visitor.of(world);
  await writeToTopic(visitor);
  const other = await signOutInAnotherTab(visitor);
  const again = inDialog(visitor, "Sign in again");
  await again.waitFor();
  await signInThere(other, "ann");
  await again.waitFor({ state: "detached" });
  const form = inDialog(visitor, "Create a topic");
  assert.equal(await form.getByRole("textbox").first().inputValue(), "bounces-of-the-shop");
});

test("whoever else signs in in another tab is shown nothing in the first of who was there before", async () => {
  await using world = await startWorldOfPeople("sqlite");
  await addTopic(world);
  await using visitor = await Visitor.of(world);
  await writeToTopic(visitor);
  await visitor.sees("of-anns-shop");
  await signInThere(await signOutInAnotherTab(visitor), "eve");
  await visitor.sees("No topics in this region");
  assert.equal(await visitor.page.getByText("of-anns-shop").count(), 0);
});

async function signInAnewInAnotherTab(visitor: Visitor): Promise<void> {
  const other = await signOutInAnotherTab(visitor);
  await signInThere(other, "ann");
  await other.getByRole("heading", { name: "Your sign-in" }).waitFor();
}

async function signOutInAnotherTab(visitor: Visitor): Promise<Page> {
  const other = await visitor.page.context().newPage();
  await other.goto("/you");
  await other.getByRole("main").getByRole("button", { name: "Sign out", exact: true }).first().click();
  return other;
}

async function signInThere(page: Page, name: string): Promise<void> {
  await page.getByRole("textbox", { name: "Name", exact: true }).fill(name);
  await page.getByRole("textbox", { name: "Password", exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

async function addTopic(world: World): Promise<void> {
  await using operator = await operatorOf(world);
  const { token } = await operator.accessKeys.createApiKey(annsAccount, "");
  const { error } = await world.call(
    "POST",
    "/signet/v1/topics",
    { name: "of-anns-shop" },
    { authorization: `Bearer ${token}` },
  );
  assert.equal(error, undefined);
}

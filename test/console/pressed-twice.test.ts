import assert from "node:assert/strict";
import { test } from "node:test";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

test("what is pressed twice at once is done once", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  const made: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST") made.push(new URL(request.url()).pathname);
  });
  await visitor.goTo("/access");
  await visitor.click("Create a key");
  await visitor.type("What is it for?", "the shop");
  await page.getByRole("dialog").getByRole("button", { name: "Create", exact: true }).dblclick();
  await visitor.click("It is kept");
  await visitor.goTo("/configuration-sets");
  await visitor.click("Create");
  await visitor.type("Name", "news");
  await page.getByRole("dialog").getByRole("button", { name: "Create" }).dblclick();
  await visitor.sees("Delete news");
  assert.deepEqual(made, ["/signet/v1/keys", "/v2/email/configuration-sets"]);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

test("what was asked too often is asked again a moment later, by itself", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await world.plain("POST", "/signet/v1/topics", { name: "mail" });
  await using visitor = await Visitor.of(world);
  let asked = 0;
  await visitor.page.route("**/signet/v1/topics", async (route) => {
    asked += 1;
    if (asked > 1) return await route.continue();
    const error = { code: "TOO_MANY_REQUESTS", message: "Rate exceeded" };
    return await route.fulfill({ status: 429, json: { success: false, error } });
  });
  await visitor.goTo("/events");
  await visitor.sees("arn:aws:sns:us-east-1:000000000000:mail");
  assert.equal(asked, 2);
});

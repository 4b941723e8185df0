import { test } from "node:test";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

test("the doctor says what was seen and what to do", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await using visitor = await Visitor.of(world, { device: "phone" });
  await visitor.goTo("/doctor");
  await visitor.sees("Database");
  await visitor.sees(/^Well$/);
  await visitor.requireNoSidewaysScroll();
  await visitor.requireAccessible();
  await visitor.click("Look again");
  await visitor.sees("Way out");
});

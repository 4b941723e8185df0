import assert from "node:assert/strict";
import { test } from "node:test";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

test("the examples are for this Signet and a sender that is verified, and the shortest sends", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  await using visitor = await Visitor.of(world);
  await visitor.goTo("/api");
  await visitor.sees("From shop.test, which is verified.");
  await visitor.requireAccessible();
  const example = visitor.page.getByRole("tabpanel");
  for (const language of ["Python", "Go", "PHP", "Ruby", "Java", "AWS CLI", "Variables", "curl"]) {
    await visitor.page.getByRole("tab", { name: language }).click();
    await example.getByText(world.app.httpUrl).waitFor();
  }
  const [, body = ""] = /-d '(.*)'$/s.exec((await example.locator("pre").innerText()).trim()) ?? [];
  await world.plain("POST", "/v2/email/outbound-emails", JSON.parse(body));
  assert.match((await world.inbox("you@example.com")).text, /Hello!/);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { minuteMs } from "#platform/clock.ts";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

test("each key says when it was used last, or that no use is on record", async () => {
  await using world = await World.start("sqlite");
  const make = async (description: string) =>
    await world.plain<{ secret: string }>("POST", "/signet/v1/keys", { kind: "api-key", description });
  const used = await make("in use");
  await make("forgotten");
  await make("");
  const headers = { authorization: `Bearer ${used.secret}` };
  assert.equal((await fetch(`${world.app.httpUrl}/v2/email/account`, { headers })).status, 200);
  await world.pass(minuteMs);
  await using visitor = await Visitor.of(world);
  await visitor.goTo("/access");
  const row = (description: string) => visitor.page.getByRole("listitem").filter({ hasText: description });
  await row("in use")
    .getByText(/last used/)
    .waitFor();
  await row("forgotten")
    .getByText(/no use on record/)
    .waitFor();
  await row("No description").waitFor();
  for (const scheme of ["light", "dark"] as const) {
    await visitor.looks({ device: "phone", scheme });
    await visitor.requireNoSidewaysScroll();
    await visitor.requireAccessible();
  }
});

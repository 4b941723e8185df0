import { test } from "node:test";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

test("of more sets and tenants than a page of a list holds each is found by its name", async () => {
  await using world = await World.start("sqlite");
  const numbers = Array.from({ length: 250 }, (_, at) => String(at).padStart(3, "0"));
  for (const number of numbers) {
    await world.plain("POST", "/v2/email/configuration-sets", { ConfigurationSetName: `set-${number}` });
    await world.plain("POST", "/v2/email/tenants", { TenantName: `tenant-${number}` });
  }
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  await visitor.goTo("/messages");
  await visitor.click("More filters");
  for (const [choice, last] of [
    ["Configuration set", "set-249"],
    ["Tenant", "tenant-249"],
  ] as const) {
    await page.getByRole("combobox", { name: choice }).fill(last);
    await page.getByRole("option", { name: last }).click();
    await page.waitForURL((url) => url.searchParams.toString().includes(last));
  }
});

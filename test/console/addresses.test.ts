import { test } from "node:test";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

test("an address that names what is not there says so, or shows what is", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  await world.plain("POST", "/v2/email/configuration-sets", { ConfigurationSetName: "news" });
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  await visitor.goTo("/identities/shop.test?tab=nonsense");
  await page.getByRole("tab", { name: "Records", selected: true }).waitFor();
  await page.getByRole("tabpanel").getByRole("heading", { name: "DKIM" }).waitFor();
  await visitor.goTo("/configuration-sets/news?tab=nonsense");
  await page.getByRole("tab", { name: "Options", selected: true }).waitFor();
  await visitor.goTo("/events/topics/nowhere");
  await page.getByRole("alert").getByText("Topic nowhere does not exist.").waitFor();
  await page.getByRole("button", { name: "Delete nowhere" }).waitFor({ state: "detached" });
});

import { test } from "node:test";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

test("a newcomer is led from nothing to a message that is read", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await using visitor = await Visitor.of(world);
  await visitor.goTo("/");
  await visitor.sees("Register who you send as");
  await visitor.requireAccessible();
  await visitor.type("Domain or e-mail address", "shop.example");
  await visitor.click("Register");
  await visitor.click("Publish in the local zone");
  await visitor.sees("It is proven to be yours.");
  await visitor.type("To", "ann@example.com");
  await visitor.page.getByRole("button", { name: "Send", exact: true }).click();
  await visitor.sees("It is in the inbox.");
  await visitor.requireAccessible();
  await visitor.click("Open it");
  const message = visitor.page.frameLocator("iframe");
  await message.getByText("It has arrived").waitFor();
  await visitor.requireAccessible();
});

test("an address is proven by the link that is mailed to it", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await using visitor = await Visitor.of(world, { device: "phone", scheme: "dark" });
  await visitor.goTo("/");
  await visitor.type("Domain or e-mail address", "ann@example.com");
  await visitor.click("Register");
  await visitor.sees("A message with a link went to ann@example.com");
  await visitor.requireNoSidewaysScroll();
  const { text } = await world.inbox("ann@example.com");
  const [link = ""] = /http\S+verify\S+/.exec(text) ?? [];
  await fetch(link);
  await visitor.sees("It is proven to be yours.");
  await visitor.requireAccessible();
});

import { test } from "node:test";
import { destinations } from "#console/app/navigation.ts";
import { sendHtml } from "#test/support/send-html.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

test("every page is for everyone: empty, on a phone, in the dark", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await using visitor = await Visitor.of(world, { device: "phone", scheme: "dark" });
  for (const { to } of destinations) {
    await visitor.goTo(to);
    await visitor.settle();
    await visitor.requireNoSidewaysScroll();
    await visitor.requireAccessible();
  }
});

test("every page is for everyone: with something in it, by day", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  await sendHtml(world, { from: "ann@shop.test", html: "<p>Hello</p>" });
  const made: readonly (readonly [method: string, path: string, body: object])[] = [
    ["POST", "/v2/email/configuration-sets", { ConfigurationSetName: "news" }],
    ["PUT", "/v2/email/suppression/addresses", { EmailAddress: "gone@example.com", Reason: "BOUNCE" }],
    ["POST", "/v2/email/templates", { TemplateName: "order", TemplateContent: { Subject: "Your order" } }],
    ["POST", "/v2/email/contact-lists", { ContactListName: "readers" }],
    ["POST", "/v2/email/contact-lists/readers/contacts", { EmailAddress: "ann@example.com" }],
    ["POST", "/v2/email/tenants", { TenantName: "corner" }],
    ["POST", "/signet/v1/topics", { name: "mail" }],
  ];
  for (const [method, path, body] of made) await world.plain(method, path, body);
  await using visitor = await Visitor.of(world);
  for (const { to } of destinations) {
    await visitor.goTo(to);
    await visitor.settle();
    await visitor.requireAccessible();
  }
});

import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { CreateEmailIdentityCommand, type Tag, TagResourceCommand } from "@aws-sdk/client-sesv2";
import { minuteMs } from "#platform/clock.ts";
import { identityOf, verifiedDomain } from "#test/support/verified-domain.ts";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

test("identities are found by name, kind and status, and in their region only", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "done.test");
  for (const EmailIdentity of ["waiting.test", "ann@example.com"]) {
    await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
  }
  await using visitor = await Visitor.of(world);
  const rows = visitor.page.locator("tbody td:first-child a");
  const sees = async (names: readonly string[]) =>
    await visitor.eventually(async () => isDeepStrictEqual(await rows.allInnerTexts(), names));
  await visitor.goTo("/identities");
  await sees(["ann@example.com", "done.test", "waiting.test"]);
  await visitor.page.getByLabel("Search by name").fill("wait");
  await sees(["waiting.test"]);
  await visitor.goTo("/identities?status=SUCCESS");
  await sees(["done.test"]);
  await visitor.requireAccessible();
  const Tags = [
    { Key: "team", Value: "shop" },
    { Key: "live", Value: "" },
  ];
  await tag(world, "done.test", Tags);
  await tag(world, "waiting.test", Tags);
  await tag(world, "ann@example.com", [{ Key: "live", Value: "soon" }]);
  await visitor.goTo("/identities");
  await visitor.requireAccessible();
  await visitor.page.getByRole("button", { name: "team shop" }).first().click();
  await sees(["done.test", "waiting.test"]);
  const field = visitor.page.getByRole("textbox", { name: "Tag" });
  assert.equal(await field.inputValue(), "team=shop");
  await visitor.page.getByRole("button", { name: "live", exact: true }).first().click();
  await visitor.eventually(async () => (await field.inputValue()) === "live=");
  await sees(["done.test", "waiting.test"]);
  await field.fill("team=news");
  await visitor.page.keyboard.press("Enter");
  await visitor.sees("Nothing matches");
  // The field is still the same one: what is written next goes into it.
  await visitor.page.keyboard.press("ControlOrMeta+a");
  await visitor.page.keyboard.type("live");
  await visitor.page.keyboard.press("Enter");
  await sees(["ann@example.com", "done.test", "waiting.test"]);
  await field.fill("=shop");
  await visitor.page.keyboard.press("Enter");
  await visitor.sees("The key comes before the “=”.");
  await sees(["ann@example.com", "done.test", "waiting.test"]);
  await visitor.requireAccessible();
  await visitor.page.getByRole("combobox", { name: "Region" }).click();
  await visitor.page.getByRole("option", { name: "eu-west-1" }).click();
  await visitor.page.goto("/identities");
  await visitor.sees("No identities in this region");
  await visitor.requireAccessible();
});

test("a long tag leaves its value in sight, and is read whole on a phone", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: "shop.test" }));
  await tag(world, "shop.test", [{ Key: "department-".repeat(10), Value: "books" }]);
  {
    await using visitor = await Visitor.of(world);
    await visitor.goTo("/identities");
    const badge = visitor.page.getByRole("button", { name: /department/ });
    const [around, value] = [await badge.boundingBox(), await badge.getByText("books").boundingBox()];
    assert.ok(around !== null && value !== null);
    assert.ok(value.x + value.width <= around.x + around.width);
  }
  await using visitor = await Visitor.of(world, { device: "phone" });
  await visitor.goTo("/identities");
  await visitor.sees(/department/);
  const cut = await visitor.page.evaluate<string[]>(
    "[...document.querySelectorAll('tbody button span')].filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent)",
  );
  assert.deepEqual(cut, []);
  await visitor.requireNoSidewaysScroll();
  await visitor.requireAccessible();
});

test("a domain's page says what is wrong, turns green when it is mended, and changes how it sends", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  const { DkimAttributes } = await world.ses.send(
    new CreateEmailIdentityCommand({ EmailIdentity: "shop.test" }),
  );
  world.zone("shop.test");
  await using visitor = await Visitor.of(world);
  await visitor.goTo("/identities/shop.test");
  await visitor.sees("There is no record at");
  await visitor.sees("Not there");
  await visitor.click("What the name servers said");
  await visitor.sees("NXDOMAIN");
  await visitor.requireAccessible();

  await visitor.page.getByRole("tab", { name: "Terraform" }).click();
  await visitor.sees("aws_route53_record");
  await visitor.page.getByRole("tab", { name: "Route 53" }).click();
  await visitor.sees(/"UPSERT"/);
  await visitor.page.getByRole("tab", { name: "Cloudflare" }).click();
  await visitor.sees(/Leave “Proxy imported DNS records” off/);
  await visitor.requireAccessible();
  await visitor.page.getByRole("button", { name: "Copy the name" }).first().click();
  const copied = await visitor.page.evaluate<string>("navigator.clipboard.readText()");
  assert.match(copied, new RegExp(`^(${DkimAttributes?.Tokens?.join("|")})\\._domainkey\\.shop\\.test$`));

  await visitor.page.getByLabel("My provider's form adds .shop.test to names").click();
  await visitor.page.getByText("_dmarc", { exact: true }).waitFor();
  await visitor.page.reload();
  await visitor.page.getByRole("button", { name: "Copy the name" }).first().click();
  const short = await visitor.page.evaluate<string>("navigator.clipboard.readText()");
  assert.match(short, new RegExp(`^(${DkimAttributes?.Tokens?.join("|")})\\._domainkey$`));
  await visitor.requireAccessible();

  await visitor.click("Publish in the local zone");
  await visitor.sees(/^Verified$/);
  for (const tab of ["Checks", "Keys", "Settings"]) {
    await visitor.page.getByRole("tab", { name: tab }).click();
    await visitor.requireAccessible();
  }
  await visitor.type("Domain", "bounce.shop.test");
  await visitor.click("Save");
  await visitor.page.getByRole("region", { name: "MAIL FROM domain" }).getByText("Pending").waitFor();
  await visitor.type("Key", "team");
  await visitor.type("Value", "shop");
  await visitor.click("Add");
  await visitor.sees("team: shop");
  const { MailFromAttributes, Tags } = await identityOf(world, "shop.test");
  assert.equal(MailFromAttributes?.MailFromDomain, "bounce.shop.test");
  assert.deepEqual(Tags, [{ Key: "team", Value: "shop" }]);

  await visitor.click("Delete shop.test");
  await visitor.type("Type shop.test to confirm", "shop.test");
  await visitor.page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await visitor.sees("No identities in this region");
});

test("an address is told what its MAIL FROM domain needs, and is not said to have keys", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: "ann@shop.test" }));
  await using visitor = await Visitor.of(world, { device: "phone", scheme: "dark" });
  const { page } = visitor;
  await visitor.goTo("/identities/ann@shop.test");
  await visitor.sees("Waiting for the link to be followed");
  assert.equal(await page.getByText(/keys are gone/).count(), 0);
  await visitor.type("Domain", "bounce.shop.test");
  await visitor.click("Save");
  await visitor.sees("10 feedback-smtp.us-east-1.signet.localhost");
  await visitor.sees("v=spf1 include:signet.localhost ~all");
  await visitor.requireNoSidewaysScroll();
  await visitor.requireAccessible();
  await visitor.click("Publish in the local zone");
  await visitor.eventually(async () => {
    const { MailFromAttributes } = await identityOf(world, "ann@shop.test");
    return MailFromAttributes?.MailFromDomainStatus === "SUCCESS";
  });
  await page.getByRole("region", { name: "MAIL FROM", exact: true }).getByText("Found").first().waitFor();
});

test("a key of one's own takes over once it is seen, a policy is kept, and keys are rotated", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  await using visitor = await Visitor.of(world);
  await visitor.goTo("/identities/shop.test?tab=keys");
  await visitor.sees(/^Signing$/);
  await visitor.click("Rotate now");
  await visitor.sees(/The next key is being made/);

  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const spki = publicKey.export({ format: "der", type: "spki" }).toString("base64");
  world.zone("shop.test", `own._domainkey TXT v=DKIM1;p=${spki.slice(0, 200)}|${spki.slice(200)}`);
  await visitor.click("Bring a key");
  await visitor.type("Selector", "own");
  await visitor.type("Private key, pasted", privateKey.export({ format: "pem", type: "pkcs8" }).toString());
  await visitor.requireAccessible();
  await visitor.click("Use this key");
  await visitor.sees("A key of your own");
  await world.pass(minuteMs);
  await visitor.page.getByRole("row", { name: /^own/ }).getByText("Signing").waitFor();
  const { DkimAttributes } = await identityOf(world, "shop.test");
  assert.deepEqual(
    [DkimAttributes?.SigningAttributesOrigin, DkimAttributes?.Tokens, DkimAttributes?.Status],
    ["EXTERNAL", ["own"], "SUCCESS"],
  );

  await visitor.page.getByRole("tab", { name: "Settings" }).click();
  await visitor.click("Add a policy");
  await visitor.type("Name", "partner");
  await visitor.page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await visitor.sees("partner");
  assert.deepEqual(Object.keys((await identityOf(world, "shop.test")).Policies ?? {}), ["partner"]);
  await visitor.click("Remove the policy partner");
  await visitor.requireAccessible();
  await visitor.page.getByRole("dialog").getByRole("button", { name: "Remove", exact: true }).click();
  await visitor.sees("The policy is gone");
  assert.deepEqual((await identityOf(world, "shop.test")).Policies ?? {}, {});
});

async function tag(world: World, name: string, Tags: Tag[]): Promise<void> {
  const ResourceArn = `arn:aws:ses:us-east-1:000000000000:identity/${name}`;
  await world.ses.send(new TagResourceCommand({ ResourceArn, Tags }));
}

import assert from "node:assert/strict";
import { test } from "node:test";
import { sendHtml } from "#test/support/send-html.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

/** Fifteen dialogs, each looked over for all that may keep somebody out: a busy machine takes a minute for it. */
const timeout = 180_000;

/** What the field that has the focus is called, or the button. */
const nameOfFocus = `(({ ariaLabel, labels, textContent }) =>
  ariaLabel ?? (labels?.[0]?.textContent ?? textContent).replace(" *", ""))(document.activeElement)`;

/** The first in a dialog, where there is nothing to be typed. */
const closing = "Close";

const letsAnyoneSend = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: "*",
      Action: "ses:SendEmail",
      Resource: "arn:aws:ses:us-east-1:000000000000:identity/shop.test",
    },
  ],
});

test("a dialog begins where one types, or where nothing is lost, and is left by Escape", {
  timeout,
}, async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  const id = await sendHtml(world, { from: "ann@shop.test" });
  await world.plain("POST", "/v2/email/identities/shop.test/policies/theirs", { Policy: letsAnyoneSend });
  await world.plain("POST", "/v2/email/configuration-sets", { ConfigurationSetName: "news" });
  await world.plain("POST", "/signet/v1/topics", { name: "mail" });
  await world.plain("POST", "/v2/email/configuration-sets/news/event-destinations", {
    EventDestinationName: "shop",
    EventDestination: {
      MatchingEventTypes: ["SEND"],
      SnsDestination: { TopicArn: "arn:aws:sns:us-east-1:000000000000:mail" },
    },
  });
  await world.settle();
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  const dialogs: readonly (readonly [path: string, button: string | RegExp, focused: string])[] = [
    ["/identities", "Register", "Domain or e-mail address"],
    ["/identities/shop.test?tab=settings", "Add a policy", "Name"],
    ["/identities/shop.test?tab=settings", "Edit the policy theirs", "Document"],
    ["/identities/shop.test?tab=settings", "Remove the policy theirs", "Cancel"],
    ["/configuration-sets/news?tab=events", "Edit shop", closing],
    ["/identities/shop.test?tab=settings", "Delete shop.test", "Type shop.test to confirm"],
    [`/messages/${id}`, "Send again", "Recipients"],
    ["/queue", "Pause all", "Why"],
    ["/inbox", "Empty", "Cancel"],
    ["/suppression", "Import", "Or its lines"],
    ["/access", "Create a key", "What is it for?"],
    ["/access", /^Revoke /, "Cancel"],
    ["/certificates", "Import the first", "Certificate, pasted"],
    ["/events", "Add a webhook", "URL"],
  ];
  for (const [path, button, focused] of dialogs) {
    await visitor.goTo(path);
    await visitor.settle();
    await visitor.click(button);
    await visitor.eventually(async () => (await page.evaluate<string>(nameOfFocus)) === focused);
    await visitor.requireAccessible();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  }
  // What was thought better of is not half done the next time.
  await visitor.goTo("/identities/shop.test?tab=settings");
  await visitor.click("Delete shop.test");
  await visitor.type("Type shop.test to confirm", "shop.test");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await visitor.click("Delete shop.test");
  assert.equal(await page.getByLabel("Type shop.test to confirm").inputValue(), "");
  await visitor.goTo("/identities/shop.test?tab=keys");
  await visitor.click("Bring a key");
  await visitor.eventually(async () => (await page.evaluate<string>(nameOfFocus)) === "Selector");
});

test("a list of choices that is longer than its place is reached by the keyboard", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await using visitor = await Visitor.of(world, { device: "phone" });
  const { page } = visitor;
  await visitor.goTo("/identities");
  await visitor.click("Menu");
  await page.getByRole("combobox", { name: "Region" }).last().click();
  const regions = page.getByRole("listbox", { name: "Region" });
  await regions.getByRole("option").first().waitFor();
  await visitor.requireAccessible();
  // From the first to the last.
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  const chosen = regions.locator("[data-combobox-selected]");
  await visitor.eventually(async () => {
    const [around, row] = [await regions.boundingBox(), await chosen.boundingBox()];
    return around !== null && row !== null && row.y + row.height <= around.y + around.height + 1;
  });
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { delayInWords } from "#console/pages/messages/delay-in-words.ts";
import { hourMs, minuteMs } from "#platform/clock.ts";
import { sendHtml } from "#test/support/send-html.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

test("a message's page tells what happened, word for word, and sends it again", async () => {
  let refusals = 1;
  await using receiver = await startSmtpReceiver({
    answer: async () => {
      if (refusals-- > 0) throw Object.assign(new Error("4.3.0 Not now"), { responseCode: 451 });
    },
  });
  await using world = await World.start("sqlite", {
    ticking: true,
    settings: { SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}` },
  });
  await verifiedDomain(world, "shop.test");
  await using visitor = await Visitor.of(world);
  await visitor.goTo("/messages");
  await visitor.sees("Nothing was sent yet");
  await sendHtml(world, {
    from: "ann@shop.test",
    to: "bob@example.com",
    subject: "An order",
    html: "<h1>Hi</h1>",
  });
  await visitor.click("bob@example.com");
  await visitor.sees(/^Queued$/);
  await visitor.sees(/^Put off$/);
  await world.pass(5 * minuteMs);
  await visitor.sees(/Delivered to bob@example.com/);
  const told = visitor.page.getByRole("region", { name: "What happened" }).getByRole("listitem");
  assert.match(await told.first().innerText(), /, \d\d:\d\d:\d\d [A-Z]{3,4}/);
  await visitor.page.getByRole("button", { name: /Attempt 1/ }).click();
  await visitor.sees("RCPT TO:<bob@example.com>");
  await visitor.sees(/451 4.3.0 Not now/);
  await visitor.sees(/nobody vouches for it but itself/);
  await visitor.requireAccessible();
  await visitor.page.frameLocator("iframe").getByText("Hi").waitFor();
  await visitor.click("Send again");
  await visitor.requireAccessible();
  const first = visitor.page.url();
  await visitor.page.getByRole("dialog").getByRole("button", { name: "Send", exact: true }).click();
  await visitor.sees("Sent again, as a new message");
  await visitor.page.waitForURL((url) => url.href !== first);
  await visitor.goTo("/messages?subject=an+order&state=delivered");
  await visitor.page.locator("tbody tr").nth(1).waitFor();
  assert.equal(await visitor.page.locator("tbody tr").count(), 2);
  await visitor.requireAccessible();
});

test("of a message that proves an address is shown what became of it, and not what it says", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  const path = "/v2/email/custom-verification-email-templates";
  await world.plain("POST", path, {
    TemplateName: "welcome",
    FromEmailAddress: "hello@shop.test",
    TemplateSubject: "Welcome to the shop",
    TemplateContent: "<p>Welcome!</p>",
    SuccessRedirectionURL: "https://shop.example/",
    FailureRedirectionURL: "https://shop.example/",
  });
  const proof = { EmailAddress: "bob@example.com", TemplateName: "welcome" };
  const { MessageId } = await world.plain<{ MessageId: string }>(
    "POST",
    "/v2/email/outbound-custom-verification-emails",
    proof,
  );
  await using visitor = await Visitor.of(world);
  await visitor.goTo(`/messages/${MessageId}`);
  await visitor.sees(/Delivered to bob@example.com/);
  await visitor.sees(/nobody is shown it but who gets it/);
  assert.equal(await visitor.page.getByRole("button", { name: /Send again/ }).count(), 0);
  await visitor.requireAccessible();
});

test("what delays a message is told in words, also where SES has none for it", () => {
  assert.equal(delayInWords("MailboxFull"), "the mailbox is full");
  assert.equal(delayInWords("Undetermined"), "it is tried again");
});

test("messages are narrowed by time, set, tag and id, and all of it is in the address of the page", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  await world.plain("POST", "/v2/email/configuration-sets", { ConfigurationSetName: "news" });
  const send = async (subject: string, more: object) => {
    const { MessageId } = await world.plain<{ MessageId: string }>("POST", "/v2/email/outbound-emails", {
      FromEmailAddress: "ann@shop.test",
      Destination: { ToAddresses: ["bob@example.com"] },
      Content: { Simple: { Subject: { Data: subject }, Body: { Text: { Data: "Hello" } } } },
      ...more,
    });
    await world.settle();
    return MessageId;
  };
  await send("Yesterday's", {});
  await world.pass(24 * hourMs);
  await send("In a set", { ConfigurationSetName: "news" });
  await send("With a tag", { EmailTags: [{ Name: "campaign", Value: "autumn" }] });
  const id = await send("The one", {});
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  await page.clock.setSystemTime(world.clock.now());
  const sees = async (...subjects: string[]) =>
    await visitor.eventually(async () => {
      const shown = await page.locator("tbody td:nth-child(2)").allInnerTexts();
      return isDeepStrictEqual(shown.toSorted(), subjects.toSorted());
    });
  const choose = async (field: string, option: string) => {
    await page.getByRole("combobox", { name: field }).click();
    await page.getByRole("option", { name: option }).click();
  };
  await visitor.goTo("/messages");
  await sees("Yesterday's", "In a set", "With a tag", "The one");
  await choose("Sent within", "The last hour");
  await sees("In a set", "With a tag", "The one");
  await visitor.click("More filters");
  await choose("Configuration set", "news");
  await sees("In a set");
  await visitor.requireAccessible();
  await page.reload();
  await sees("In a set");
  await visitor.goTo("/messages");
  await visitor.click("More filters");
  await visitor.type("Tag", "campaign");
  await page.keyboard.press("Enter");
  await visitor.sees("A name and a value, such as campaign:autumn.");
  await visitor.type("Tag", "campaign:autumn");
  await page.keyboard.press("Enter");
  await sees("With a tag");
  await visitor.type("Tag", "");
  await visitor.type("Message id", `<${id}@us-east-1.signet.localhost>`);
  await sees("The one");
  await visitor.requireAccessible();
});

test("a list of messages fits a phone, in the dark", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  const to = `${"a".repeat(60)}@department.example.com`;
  await sendHtml(world, { from: "ann@shop.test", to, subject: "x".repeat(300) });
  await using visitor = await Visitor.of(world, { device: "phone", scheme: "dark" });
  await visitor.goTo("/messages");
  await visitor.sees(/^Delivered$/);
  const badge = await visitor.page.locator("tbody").getByText("Delivered").boundingBox();
  assert.ok(badge !== null && badge.x + badge.width < 390, "how it stands is out of sight");
  await visitor.requireNoSidewaysScroll();
  await visitor.requireAccessible();
  await visitor.page.locator("tbody a").click();
  await visitor.sees("What happened");
  await visitor.requireNoSidewaysScroll();
  await visitor.requireAccessible();
});

test("a list that is slow to come comes, though messages never cease", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  await visitor.goTo("/messages");
  await visitor.sees("Nothing was sent yet");
  await page.route("**/signet/v1/messages?*", async (route) => {
    await delay(1_500);
    // What was given up meanwhile goes nowhere.
    await route.continue().catch(() => {});
  });
  const row = page.getByRole("link", { name: "bob@example.com" });
  for (let sent = 0; (await row.count()) === 0; sent += 1) {
    assert.ok(sent < 100, "nothing of it is seen while it goes on");
    await sendHtml(world, { from: "ann@shop.test" });
    await page.waitForTimeout(100);
  }
});

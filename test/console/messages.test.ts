import assert from "node:assert/strict";
import { test } from "node:test";
import { minuteMs } from "#platform/clock.ts";
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
  await visitor.sees("Queued");
  await visitor.sees("Put off");
  await world.pass(5 * minuteMs);
  await visitor.sees(/Delivered to bob@example.com/);
  await visitor.page.getByRole("button", { name: /Attempt 1/ }).click();
  await visitor.sees("RCPT TO:<bob@example.com>");
  await visitor.sees(/451 4.3.0 Not now/);
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

test("a list of messages fits a phone, in the dark", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  await sendHtml(world, { from: "ann@shop.test", to: "a.very.long.name.of.somebody@department.example.com" });
  await using visitor = await Visitor.of(world, { device: "phone", scheme: "dark" });
  await visitor.goTo("/messages");
  await visitor.sees("Delivered");
  await visitor.requireNoSidewaysScroll();
  await visitor.requireAccessible();
  await visitor.page.locator("tbody a").click();
  await visitor.sees("What happened");
  await visitor.requireNoSidewaysScroll();
  await visitor.requireAccessible();
});

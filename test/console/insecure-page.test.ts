import assert from "node:assert/strict";
import { test } from "node:test";
import { sendHtml } from "#test/support/send-html.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

/** What a browser keeps from pages that came over http from another machine. */
const insecure = "delete Navigator.prototype.clipboard; delete Crypto.prototype.randomUUID;";

test("over http from another machine, too, a test is sent, sent again, and its id is copied", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  await page.addInitScript(insecure);
  await visitor.goTo("/identities/shop.test");
  await visitor.click("Send a test");
  await visitor.requireAccessible();
  const from = page
    .getByRole("combobox", { name: "From", exact: true })
    .or(page.getByRole("textbox", { name: "From", exact: true }));
  await visitor.eventually(async () => (await from.inputValue()) === "hello@shop.test");
  await visitor.type("To", "ann@example.com");
  await page.getByRole("dialog").getByRole("button", { name: "Send", exact: true }).click();
  await page.getByRole("heading", { name: "A test" }).waitFor();
  await visitor.sees(/Delivered to ann@example.com/);
  const id = new URL(page.url()).pathname.slice("/messages/".length);
  await visitor.click("Copy the message id");
  await page.getByRole("status").getByText("Copied", { exact: true }).waitFor();
  await visitor.click("Send again");
  await page.getByRole("dialog").getByRole("button", { name: "Send", exact: true }).click();
  await page.waitForURL((url) => url.pathname !== `/messages/${id}`);
  await visitor.goTo("/messages");
  const subject = page.getByRole("textbox", { name: "Subject", exact: true });
  await subject.focus();
  await page.keyboard.press("Control+V");
  await visitor.eventually(async () => (await subject.inputValue()) === id);
});

test("a secret that is shown once is copied in its dialog, which neither Escape nor a click beside it closes", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  await page.addInitScript(insecure);
  await visitor.goTo("/access");
  await visitor.click("Create a key");
  await visitor.type("What is it for?", "the shop");
  await page.mouse.click(20, 400);
  assert.equal(await page.getByRole("textbox", { name: "What is it for?" }).inputValue(), "the shop");
  await page.getByRole("dialog").getByRole("button", { name: "Create", exact: true }).click();
  await visitor.sees("Shown this once");
  await page.getByRole("dialog").getByRole("button", { name: /^Copy/ }).last().click();
  await page.getByRole("status").getByText("Copied", { exact: true }).waitFor();
  await page.keyboard.press("Escape");
  await page.mouse.click(20, 400);
  await page.waitForTimeout(300);
  await visitor.sees("Shown this once");
  await visitor.click("It is kept");
  await page.getByRole("dialog").waitFor({ state: "detached" });
});

test("a message whose answer was lost is sent once, however often it is sent", async () => {
  await using receiver = await startSmtpReceiver({});
  await using world = await World.start("sqlite", {
    ticking: true,
    settings: { SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}` },
  });
  await verifiedDomain(world, "shop.test");
  await sendHtml(world, { from: "ann@shop.test", subject: "The first" });
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  await visitor.goTo("/messages");
  await visitor.click("Send a test");
  await visitor.sees("It leaves, to the address that you give.");
  await visitor.type("To", "ann@example.com");
  let lost = 0;
  await page.route("**/v2/email/outbound-emails", async (route) => {
    if (lost++ > 0) return await route.continue();
    await route.fetch();
    return await route.abort("connectionreset");
  });
  const send = page.getByRole("dialog").getByRole("button", { name: "Send", exact: true });
  await send.click();
  await visitor.sees("Signet does not answer. It may have been stopped, or the network is down.");
  await visitor.requireAccessible();
  await send.click();
  await page.getByRole("heading", { name: "A test" }).waitFor();
  const { messages } = await world.plain<{ messages: object[] }>("GET", "/signet/v1/messages?subject=A+test");
  assert.equal(messages.length, 1);
});

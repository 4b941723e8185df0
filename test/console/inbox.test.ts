import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import { SendEmailCommand } from "@aws-sdk/client-sesv2";
import { dkimSign } from "mailauth/lib/dkim/sign.js";
import { minuteMs } from "#platform/clock.ts";
import { password, startWorldOfPeople } from "#test/support/people.ts";
import { sendHtml } from "#test/support/send-html.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

test("mail appears by itself, is read from every side, and is deleted", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  await using visitor = await Visitor.of(world);
  await visitor.goTo("/inbox");
  await visitor.sees("Nothing has come");
  await sendHtml(world, { from: "ann@shop.test", subject: "An order", html: "<h1>As it looks</h1>" });
  await visitor.click(/An order/);
  await visitor.page.frameLocator("iframe").getByText("As it looks").waitFor();
  await visitor.page.getByText("Phone", { exact: true }).click();
  await visitor.eventually(async () => (await visitor.page.locator("iframe").boundingBox())?.width === 375);
  await visitor.requireAccessible();
  for (const [tab, text] of [
    ["Text", "In plain text"],
    ["Headers", "DKIM-Signature"],
    ["Signatures", "Valid"],
    ["Source", /Content-Type: multipart\/alternative/],
  ] as const) {
    await visitor.page.getByRole("tab", { name: tab }).click();
    await visitor.sees(text);
    await visitor.requireAccessible();
  }
  await visitor.page.getByRole("button", { name: "Delete", exact: true }).click();
  await visitor.sees("Nothing has come");
});

/** Copies the example, and does what it says. */
async function copyAndDo(world: World, { page }: Visitor): Promise<void> {
  await page.getByRole("button", { name: /^Copy the example/ }).click();
  const copied = await page.evaluate<string>("navigator.clipboard.readText()");
  const [, url = "", body = ""] = /^curl (\S+) .*-d '(.*)'$/s.exec(copied) ?? [];
  assert.ok(url.startsWith(world.app.httpUrl), copied);
  assert.doesNotMatch(copied, /API_KEY/);
  await world.plain("POST", url.slice(world.app.httpUrl.length), JSON.parse(body));
}

test("an inbox without a message says how the first one comes, by examples that work", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await using visitor = await Visitor.of(world);
  await visitor.goTo("/inbox");
  await visitor.sees(/Nobody is verified to send yet/);
  await copyAndDo(world, visitor);
  await visitor.page.getByRole("link", { name: /you@example\.com/ }).waitFor();
  await world.plain("DELETE", "/signet/v1/inbox");
  await verifiedDomain(world, "shop.test");
  await visitor.page.reload();
  await visitor.sees(/From hello@shop\.test, say, to you@example\.com/);
  for (const device of ["desktop", "phone"] as const) {
    for (const scheme of ["light", "dark"] as const) {
      await visitor.looks({ device, scheme });
      await visitor.requireAccessible();
      await visitor.requireNoSidewaysScroll();
      await visitor.requireNothingCutOff();
    }
  }
  await copyAndDo(world, visitor);
  await visitor.page.getByRole("link", { name: /Hello/ }).waitFor();
  assert.match((await world.inbox("you@example.com")).text, /Hello!/);
});

test("where a key is needed, the example of an inbox without a message has a place for it", async () => {
  await using world = await startWorldOfPeople("sqlite");
  await using visitor = await Visitor.of(world, { scheme: "dark" });
  await visitor.goTo("/inbox");
  await visitor.type("Name", "ann");
  await visitor.type("Password", password);
  await visitor.click("Sign in");
  await visitor.sees(/authorization: Bearer API_KEY/);
  await visitor.page.getByRole("main").getByRole("link", { name: "Users and keys" }).waitFor();
  await visitor.requireAccessible();
});

test("a search that finds nothing is not taken for an inbox without a message", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  await sendHtml(world, { from: "ann@shop.test", subject: "An order of 2026" });
  await using visitor = await Visitor.of(world);
  await visitor.goTo("/inbox");
  await visitor.sees("An order");
  const field = visitor.page.getByRole("textbox", { name: "Search by subject or recipient" });
  await field.fill("nothing like it");
  await visitor.sees("Nothing matches");
  // What is sought is in the address, as it was typed: it outlives a reload, and opening what was found.
  await field.fill("2026");
  await visitor.sees("An order");
  await visitor.page.reload();
  await visitor.page.getByRole("link", { name: /An order/ }).click();
  await visitor.page.getByRole("heading", { name: "An order of 2026" }).waitFor();
  assert.equal(new URL(visitor.page.url()).search, "?sought=2026");
  assert.equal(await field.inputValue(), "2026");
  await visitor.goTo("/inbox");
  await field.fill("nothing like it");
  await visitor.sees("Nothing matches");
  await field.fill("");
  await visitor.sees("An order");
  const focused = await visitor.page.evaluate<string>("document.activeElement.ariaLabel");
  assert.equal(focused, "Search by subject or recipient");
});

test("where messages leave, an inbox without a message says so", async () => {
  await using receiver = await startSmtpReceiver();
  const settings = { SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}` };
  await using world = await World.start("sqlite", { ticking: true, settings });
  await using visitor = await Visitor.of(world);
  await visitor.goTo("/inbox");
  await visitor.sees(/Messages leave, to the addresses they are for/);
  assert.equal(await visitor.page.getByRole("button", { name: "Empty" }).count(), 0, "it is empty");
  await visitor.requireAccessible();
});

test("a signature whose key could not be looked up is checked again when the message is opened again", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  world.dns.behave("key._domainkey.other.test", "servfail");
  await sendSignedByAnother(world);
  await using visitor = await Visitor.of(world);
  await visitor.goTo("/inbox");
  await visitor.click(/An order/);
  await visitor.page.getByRole("tab", { name: "Signatures" }).click();
  await visitor.sees(/could not be looked up/);
  world.dns.recover("key._domainkey.other.test");
  await world.pass(5 * minuteMs);
  await visitor.click("Messages");
  await visitor.click("Inbox");
  await visitor.click(/An order/);
  await visitor.page.getByRole("tab", { name: "Signatures" }).click();
  await visitor.sees("Under the key that the DNS has");
});

test("a signature that covers only the beginning of a message is said to be valid in part", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  await sendSignedByAnother(world, { maxBodyLength: 5 });
  for (const device of ["desktop", "phone"] as const) {
    await using visitor = await Visitor.of(world, { device, scheme: device === "phone" ? "dark" : "light" });
    await visitor.goTo("/inbox");
    await visitor.click(/An order/);
    await visitor.page.getByRole("tab", { name: "Signatures" }).click();
    const row = visitor.page.getByRole("row", { name: /^other\.test/ });
    await row.getByText("Valid in part", { exact: true }).waitFor();
    await row.getByText(/^It covers 5 of the/).waitFor();
    await visitor.page
      .getByRole("row", { name: /^shop\.test/ })
      .getByText("Valid", { exact: true })
      .waitFor();
    await visitor.requireNoSidewaysScroll();
    await visitor.requireAccessible();
  }
});

test("a phone shows the list, or a message, and nothing wider than itself", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  await sendHtml(world, {
    from: "ann@shop.test",
    subject: "A long subject that goes on and on, further than any phone is wide",
  });
  await using visitor = await Visitor.of(world, { device: "phone", scheme: "dark" });
  await visitor.goTo("/inbox");
  await visitor.click(/A long subject/);
  await visitor.sees("In plain text");
  const subject = visitor.page.getByRole("heading", { name: /A long subject/ });
  assert.ok(((await subject.boundingBox())?.width ?? 0) > 280, "the subject is squeezed");
  await visitor.requireNoSidewaysScroll();
  await visitor.requireAccessible();
  await visitor.click("All messages");
  await visitor.click("Menu");
  await visitor.page.getByRole("dialog", { name: "Menu" }).waitFor();
  await visitor.requireAccessible();
  await visitor.page.getByRole("dialog").getByRole("link", { name: "Identities" }).click();
  await visitor.sees("shop.test");
});

test("a message is sent on to a real address once messages may leave", async () => {
  await using receiver = await startSmtpReceiver();
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  await sendHtml(world, { from: "ann@shop.test", to: "bob@example.com", subject: "An order" });
  const openMessage = async (visitor: Visitor) => {
    await visitor.goTo("/inbox");
    await visitor.click(/An order/);
    await visitor.sees("In plain text");
  };
  const sendOn = { name: "Send it on" };
  {
    await using before = await Visitor.of(world);
    await openMessage(before);
    assert.equal(await before.page.getByRole("button", sendOn).count(), 0);
  }
  await world.restart({ SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}` });
  await using visitor = await Visitor.of(world);
  await openMessage(visitor);
  await visitor.click(sendOn.name);
  const dialog = visitor.page.getByRole("dialog");
  const to = dialog.getByLabel("To", { exact: true });
  await to.press("Backspace");
  await to.fill("real@person.example");
  await visitor.page.keyboard.press("Enter");
  await visitor.requireAccessible();
  await dialog.getByRole("button", { name: "Send", exact: true }).click();
  await visitor.sees("It is on its way");
  await visitor.sees("real@person.example");
  await visitor.sees(/^Delivered$/);
  assert.deepEqual(receiver.received[0]?.recipients, ["real@person.example"]);
});

/** A message that carries a signature of `other.test` already. */
async function sendSignedByAnother(world: World, options: { maxBodyLength?: number } = {}): Promise<void> {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
  const spki = publicKey.export({ format: "der", type: "spki" }).toString("base64");
  world.zone("other.test", `key._domainkey TXT "v=DKIM1; p=${spki}"`);
  const text = "From: ann@shop.test\r\nTo: bob@example.com\r\nSubject: An order\r\n\r\nHello,\r\n";
  const signer = {
    signingDomain: "other.test",
    selector: "key",
    privateKey: privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
    ...options,
  };
  const how = { canonicalization: "relaxed/relaxed", ...signer, signatureData: [signer] };
  const { signatures } = await dkimSign(Buffer.from(text), how);
  await world.ses.send(new SendEmailCommand({ Content: { Raw: { Data: Buffer.from(signatures + text) } } }));
}

import assert from "node:assert/strict";
import { test } from "node:test";
import { SendEmailCommand } from "@aws-sdk/client-sesv2";
import type { Frame } from "playwright-core";
import { sendHtml } from "#test/support/send-html.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

const elsewhere = "http://elsewhere.example";

/** Everything that is known to have got out of a mail program's preview. */
const hostile = `<!doctype html><html><head>
<meta http-equiv="refresh" content="0;url=${elsewhere}/refreshed">
<base href="${elsewhere}/">
<link rel="stylesheet" href="${elsewhere}/style.css"><link rel="prefetch" href="${elsewhere}/prefetch">
<style>@import url("${elsewhere}/import.css"); body { background: url("${elsewhere}/background.png") }
@font-face { font-family: stolen; src: url("${elsewhere}/font.woff2") } p { font-family: stolen } .cover { position: fixed; inset: 0; z-index: 9999 }</style>
<script>top.document.title = "taken over"; top.acted = true; fetch("${elsewhere}/fetched")</script>
</head><body onload="top.acted = true" background="${elsewhere}/body.png">
<p>Hostile</p><img src="${elsewhere}/pixel.png" srcset="${elsewhere}/pixel2.png 2x"><img src=x onerror="top.acted = true">
<svg><script>top.acted = true</script><image href="${elsewhere}/svg.png"/><use href="${elsewhere}/use.svg#x"/></svg>
<video src="${elsewhere}/video.mp4" poster="${elsewhere}/poster.png" autoplay></video><audio src="${elsewhere}/audio.mp3" autoplay></audio>
<iframe src="${elsewhere}/frame"></iframe><iframe srcdoc="<script>top.acted = true</script>"></iframe>
<object data="${elsewhere}/object"></object><embed src="${elsewhere}/embed">
<form action="${elsewhere}/form" method="post"><input name="password" autofocus onfocus="top.acted = true"><button id="send">Sign in</button></form>
<a id="script" href="javascript:top.acted=true">A script</a> <a id="away" href="${elsewhere}/away" target="_top">Away</a>
<a id="plain" href="${elsewhere}/plain">Plain</a> <a id="api" href="/signet/v1/inbox" ping="${elsewhere}/ping">The API</a>
</body></html>`;

/** The frame, once the message is in it; `address`: a part of where it came from. */
async function openedIn(visitor: Visitor, address = "/rendered"): Promise<Frame> {
  const opened = () => visitor.page.frames().find((one) => one.url().includes(address));
  await visitor.eventually(async () => opened() !== undefined);
  const frame = opened();
  assert.ok(frame);
  await frame.getByText("Hostile").waitFor();
  return frame;
}

test("a hostile message runs nothing, sends nothing, loads nothing and leads nowhere", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  const id = await sendHtml(world, { from: "ann@shop.test", subject: "Hostile", html: hostile });
  await world.settle();
  const { messages } = await world.plain<{ messages: { id: string }[] }>("GET", "/signet/v1/inbox");
  for (const path of [`/inbox/${messages[0]?.id}`, `/messages/${id}`]) {
    await using visitor = await Visitor.of(world);
    await visitor.goTo(path);
    const frame = await openedIn(visitor);
    const before = [visitor.page.url(), await visitor.page.title()];
    for (const target of ["#send", "#script", "#away", "#api"]) {
      await frame.locator(target).click({ force: true, noWaitAfter: true });
    }
    await visitor.page.waitForTimeout(300);
    assert.deepEqual([visitor.page.url(), await visitor.page.title()], before);
    assert.equal(await visitor.page.evaluate("window.acted"), undefined);
    assert.equal(visitor.page.context().pages().length, 1, "a window was opened");
    // What it tried is in the browser's words; what it was refused went nowhere.
    await visitor.eventually(async () => visitor.complaints.length > 0);
    const tried = await visitor.leaves();
    assert.deepEqual(
      tried.filter((one) => !one.startsWith("console:")),
      [],
    );
  }
});

test("pictures are loaded when that is asked for, and scripts not even then", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  const id = await sendHtml(world, { from: "ann@shop.test", subject: "Hostile", html: hostile });
  await world.settle();
  await using visitor = await Visitor.of(world);
  await visitor.goTo(`/messages/${id}`);
  await openedIn(visitor);
  await visitor.page.getByRole("switch", { name: "Load pictures" }).click();
  await visitor.page.getByRole("switch", { name: "Follow links" }).click();
  await visitor.eventually(async () => visitor.complaints.some((one) => one.endsWith("/pixel.png")));
  const frame = await openedIn(visitor, "links=open");
  const isPlain = (one: string) => one.endsWith("/plain");
  assert.ok(!visitor.complaints.some(isPlain), "nobody has followed it");
  const opened = visitor.page.context().waitForEvent("page");
  await frame.locator("#plain").click({ force: true });
  await (await opened).close();
  await frame.locator("#script").click({ force: true });
  await visitor.page.waitForTimeout(200);
  assert.equal(await visitor.page.evaluate("window.acted"), undefined);
  const asked = (await visitor.leaves()).filter((one) => !one.startsWith("console:"));
  // To a browser, what is fetched ahead counts as a picture as much as anything else.
  const others = asked.filter((one) => !isPlain(one) && !/\.png$|\/x$|\/prefetch$/.test(one));
  assert.deepEqual(others, []);
});

test("marks that turn text around make no name of a file, sender or subject read as another", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  const { MessageId: id = "" } = await world.ses.send(
    new SendEmailCommand({
      FromEmailAddress: "Shop \u202emoc.knab <ann@shop.test>",
      Destination: { ToAddresses: ["bob@example.com"] },
      Content: {
        Simple: {
          Subject: { Data: "Pay \u202eyadot\u202c \u2066now\u2069, \u0645\u0631\u062d\u0628\u0627" },
          Body: { Text: { Data: "Hello" } },
          Attachments: [
            { FileName: "report\u202efdp.txt", RawContent: Buffer.from("Hello"), ContentType: "text/plain" },
          ],
        },
      },
    }),
  );
  await world.settle();
  const { messages } = await world.plain<{ messages: { id: string }[] }>("GET", "/signet/v1/inbox");
  await using visitor = await Visitor.of(world);
  const turned = /[\u202a-\u202e\u2066-\u2069]/;
  for (const path of ["/messages", `/messages/${id}`, "/inbox", `/inbox/${messages[0]?.id}`]) {
    await visitor.goTo(path);
    await visitor.page.getByText("Pay yadot now, \u0645\u0631\u062d\u0628\u0627").first().waitFor();
    await visitor.settle();
    if (path.endsWith(id) || path.startsWith("/inbox/")) {
      await visitor.page.getByRole("tab", { name: /Attachments/ }).click();
      await visitor.page.getByRole("link", { name: "reportfdp.txt" }).waitFor();
    }
    const shown = await visitor.page.evaluate<string>("document.title + document.body.innerText");
    assert.doesNotMatch(shown, turned, path);
  }
});

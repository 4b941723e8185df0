// Takes the pictures in docs/screenshots: the console of a shop, a day old, with something in it that is wrong.
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { CreateEmailIdentityCommand } from "@aws-sdk/client-sesv2";
import { hourMs, minuteMs } from "#platform/clock.ts";
import { sendHtml } from "#test/support/send-html.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import { identityOf, verifiedDomain } from "#test/support/verified-domain.ts";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

const folder = fileURLToPath(new URL("../docs/screenshots/", import.meta.url));
const from = "The Bindery <orders@bindery.test>";
const letter = (
  title: string,
  text: string,
) => `<!doctype html><html lang="en"><body style="margin:0;background:#f4f1ea">
<div style="max-width:34rem;margin:0 auto;padding:2.5rem 2rem;background:#fff;font:16px/1.6 Georgia,serif;color:#2b2622">
<p style="margin:0;letter-spacing:.12em;font-size:12px;color:#8a6d3b">THE BINDERY</p><h1 style="font-size:24px;font-weight:normal">${title}</h1><p>${text}</p>
<p><a href="https://bindery.test/orders/2026-118" style="display:inline-block;padding:.6rem 1.4rem;background:#3d4cd0;color:#fff;text-decoration:none;border-radius:6px">See the order</a></p></div></body></html>`;

/** A day of a shop: few orders by night, many by day, and now and then one that comes back. */
async function liveThroughADay(world: World): Promise<void> {
  const perHour = [1, 0, 0, 1, 2, 4, 7, 9, 12, 10, 8, 9, 11, 14, 12, 9, 7, 8, 10, 13, 9, 6, 4, 3];
  for (const [hour, count] of perHour.entries()) {
    for (let order = 0; order < count; order += 1) {
      const name = hour % 6 === 5 && order === 0 ? "bounce" : "success";
      await sendHtml(world, {
        from,
        to: `${name}@simulator.amazonses.com`,
        subject: "Your order is on its way",
      });
    }
    await world.pass(hourMs);
  }
}

async function picture(world: World, device: "desktop" | "phone", scheme: "light" | "dark") {
  const visitor = await Visitor.of(world, { device, scheme });
  // The service's day has gone by faster than the browser's.
  if (device === "desktop") await visitor.page.setViewportSize({ width: 1260, height: 860 });
  await visitor.page.clock.setSystemTime(world.clock.now());
  return {
    visitor,
    async take(name: string, path: string, prepare?: () => Promise<void>): Promise<void> {
      await visitor.goTo(path);
      await prepare?.();
      await visitor.page.waitForTimeout(600);
      await visitor.page.screenshot({ path: `${folder}${name}.png`, animations: "disabled" });
    },
  };
}

await mkdir(folder, { recursive: true });
let isGreylisting = false;
await using receiver = await startSmtpReceiver({
  answer: async () => {
    if (isGreylisting)
      throw Object.assign(new Error("4.7.1 Greylisted, try again later"), { responseCode: 451 });
  },
});
await using world = await World.start("sqlite", {
  ticking: true,
  settings: { SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}` },
});
await verifiedDomain(world, "bindery.test");
await liveThroughADay(world);
await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: "letters.test" }));
const { DkimAttributes: { Tokens = [], SigningHostedZone = "" } = {} } = await identityOf(
  world,
  "letters.test",
);
const [right = "", doubled = ""] = Tokens;
world.zone(
  "letters.test",
  `${right}._domainkey CNAME ${right}.${SigningHostedZone}.`,
  `${doubled}._domainkey.letters.test CNAME ${doubled}.${SigningHostedZone}.`,
);
isGreylisting = true;
const order = await sendHtml(world, {
  from,
  to: "ann@reader.example",
  subject: "Your order is on its way",
  html: letter(
    "Your order is on its way",
    "Dear Ann, your three notebooks were bound, pressed and sealed this morning, and are with the carrier now.",
  ),
});
await world.settle();
isGreylisting = false;
await world.pass(10 * minuteMs);

const light = await picture(world, "desktop", "light");
await light.take("overview", "/");
await light.take(
  "domain",
  "/identities/letters.test",
  async () => await light.visitor.sees(/doubled|added|stands at/),
);
const dark = await picture(world, "desktop", "dark");
await dark.take("message", `/messages/${order}`, async () => {
  await dark.visitor.page.getByRole("button", { name: /Attempt 2/ }).click();
});
const phone = await picture(world, "phone", "light");
await phone.take("phone", `/messages/${order}`);
await phone.visitor.page.context().browser()?.close();

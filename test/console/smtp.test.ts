import assert from "node:assert/strict";
import { test } from "node:test";
import { createTransport } from "nodemailer";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

test("the credentials that are shown, and the settings beside them, are all that SMTP needs", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await verifiedDomain(world, "shop.test");
  await using visitor = await Visitor.of(world);
  const { host = "", port = 0 } = world.app.smtp ?? {};
  await visitor.goTo("/smtp");
  await visitor.sees(`${port} (STARTTLS`);
  await visitor.requireAccessible();
  for (const language of ["Python", "PHP", "Ruby", "Go", "swaks", "Variables"]) {
    await visitor.page.getByRole("tab", { name: language }).click();
    await visitor.sees(new RegExp(String(port)));
  }
  await visitor.type("What they are for", "the shop");
  await visitor.click("Make credentials");
  await visitor.sees(/Shown this once/);
  const [user = "", pass = ""] = await visitor.page.getByRole("dialog").locator("code").allInnerTexts();
  await visitor.requireAccessible();
  const transport = createTransport({ host, port, auth: { user, pass }, tls: { rejectUnauthorized: false } });
  const sent = await transport.sendMail({
    from: "ann@shop.test",
    to: "bob@example.com",
    subject: "Over SMTP",
    text: "Hi",
  });
  assert.deepEqual(sent.accepted, ["bob@example.com"]);
  await visitor.click("It is kept");
  assert.equal(await visitor.page.getByText(pass).count(), 0);
  await visitor.goTo("/messages");
  await visitor.sees("Over SMTP");
});

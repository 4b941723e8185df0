import { test } from "node:test";
import { sendHtml } from "#test/support/send-html.ts";
import { startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

test("what waits is paused, resumed and tried now", async () => {
  let isRefusing = true;
  await using receiver = await startSmtpReceiver({
    answer: async () => {
      if (isRefusing) throw Object.assign(new Error("4.2.1 Mailbox busy"), { responseCode: 450 });
    },
  });
  await using world = await World.start("sqlite", {
    ticking: true,
    settings: { SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}` },
  });
  await verifiedDomain(world, "shop.test");
  await using visitor = await Visitor.of(world);
  await visitor.goTo("/queue");
  await visitor.sees("Nothing waits");
  await visitor.requireAccessible();
  await sendHtml(world, { from: "ann@shop.test", to: "bob@busy.example" });
  await visitor.sees("450 4.2.1 Mailbox busy");
  await visitor.requireAccessible();
  await visitor.click("Pause");
  await visitor.type("Why", "they asked us to");
  await visitor.requireAccessible();
  await visitor.page.getByRole("dialog").getByRole("button", { name: "Pause" }).click();
  await visitor.sees(/they asked us to/);
  await visitor.requireAccessible();
  isRefusing = false;
  await visitor.click("Resume");
  await visitor.sees("Nothing waits");
});

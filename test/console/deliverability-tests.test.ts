import { test } from "node:test";
import { CreateDeliverabilityTestReportCommand } from "@aws-sdk/client-sesv2";
import { dayMs, minuteMs } from "#platform/clock.ts";
import { SeedMailbox, seedFile } from "#test/support/seed-mailbox.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

test("a deliverability test is started, and shows where the message ended up", async () => {
  await using seed = await SeedMailbox.open("seed@gmail.com");
  await using seeds = await seedFile([seed]);
  await using world = await World.start("sqlite", {
    ticking: true,
    settings: { SIGNET_SEED_MAILBOXES: seeds.path },
  });
  await verifiedDomain(world, "shop.test");
  await using visitor = await Visitor.of(world);
  const { page } = visitor;
  const dialog = page.getByRole("dialog");
  await visitor.goTo("/deliverability-tests");
  await visitor.sees("No deliverability tests in this region");
  await visitor.requireAccessible();
  await visitor.click("Start a test");
  await dialog.getByLabel("From").fill("ann@other.test");
  await dialog.getByLabel("Subject").fill("Spring");
  await dialog.getByLabel("Message").fill("<p>Hello</p>");
  await visitor.requireAccessible();
  await dialog.getByRole("button", { name: "Start" }).click();
  await visitor.sees(/Email address is not verified/);
  await dialog.getByLabel("From").fill("ann@shop.test");
  await dialog.getByRole("button", { name: "Start" }).click();
  await visitor.sees("Under way");
  const gmail = page.getByRole("row").filter({ hasText: "Gmail" });
  await gmail.getByText("not yet").first().waitFor();
  const { message } = await world.plain<{ message: { id: string } }>(
    "GET",
    `/signet/v1/inbox/wait?to=${seed.address}`,
  );
  const source = await fetch(`${world.app.httpUrl}/signet/v1/inbox/${message.id}/source`);
  seed.take("junk", Buffer.from(await source.arrayBuffer()), "mx.google.com; dkim=pass; spf=fail");
  world.clock.advance(minuteMs);
  await world.settle();
  await page.reload();
  await visitor.sees("Done");
  await gmail.getByRole("cell", { name: "100.0 %" }).first().waitFor();
  await visitor.requireAccessible();
  await page.getByRole("link", { name: "Deliverability tests" }).first().click();
  await page.getByRole("link", { name: "Spring" }).click();
  await visitor.sees("ann@shop.test");
});

test("of a mailbox that could not be looked into, a test that is over says that nothing is known", async () => {
  await using seed = await SeedMailbox.open("seed@gmail.com");
  await using seeds = await seedFile([seed.line({ password: "mistyped" })]);
  await using world = await World.start("sqlite", { settings: { SIGNET_SEED_MAILBOXES: seeds.path } });
  await verifiedDomain(world, "shop.test");
  const { ReportId } = await world.ses.send(
    new CreateDeliverabilityTestReportCommand({
      FromEmailAddress: "ann@shop.test",
      Content: { Simple: { Subject: { Data: "Spring" }, Body: { Text: { Data: "Hello" } } } },
    }),
  );
  world.clock.advance(dayMs);
  await world.settle();
  await using visitor = await Visitor.of(world);
  await visitor.goTo(`/deliverability-tests/${ReportId}`);
  await visitor.sees("Done");
  const gmail = visitor.page.getByRole("row").filter({ hasText: "Gmail" });
  await gmail.getByText("not known").first().waitFor();
});

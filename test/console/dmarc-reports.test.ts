import { test } from "node:test";
import { CreateEmailIdentityCommand } from "@aws-sdk/client-sesv2";
import { DmarcReporter } from "#test/support/dmarc-reporter.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { Visitor } from "#test/support/visitor.ts";
import { World } from "#test/support/world.ts";

test("who sends in a domain's name is shown: how to have reports, then what they say", async () => {
  await using world = await World.start("sqlite", { ticking: true });
  await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: "waiting.test" }));
  const { Tokens } = await verifiedDomain(world, "shop.test");
  await using visitor = await Visitor.of(world);
  await visitor.goTo("/identities/waiting.test?tab=dmarc");
  await visitor.sees("Not before it is verified");
  await visitor.goTo("/identities/shop.test");
  await visitor.sees("v=DMARC1; p=none; rua=mailto:dmarc@signet.localhost");
  await visitor.page.getByRole("tab", { name: "DMARC reports" }).click();
  await visitor.sees("No receiver has reported in the last 30 days");
  await visitor.sees("v=DMARC1; p=none; rua=mailto:dmarc@signet.localhost");
  await visitor.requireAccessible();

  const signed = [{ domain: "shop.test", selector: Tokens?.[0] ?? "", result: "pass" }];
  const large = new DmarcReporter(world, "large.test");
  await large.tell({
    about: "shop.test",
    id: "1",
    seen: [
      { source: "192.0.2.1", count: 1_500, dkim: "pass", signed },
      { source: "203.0.113.66", count: 500, disposition: "quarantine" },
    ],
  });
  const forger = new DmarcReporter(world, "evil.test");
  await forger.tell({
    about: "shop.test",
    id: "2",
    signedAs: "large.test",
    seen: [{ source: "::1", count: 9 }],
  });
  await visitor.page.reload();
  await visitor.sees(
    "2,000 messages in the last 30 days, as 1 receiver of mail reports it. 75.0 % of them pass DMARC",
  );
  const row = (text: string) => visitor.page.getByRole("row").filter({ hasText: text }).first();
  for (const text of ["1,500", "Pass", "shop.test", "sent from here, or forwarded", "Taken as any other"]) {
    await row("192.0.2.1").getByText(text, { exact: true }).waitFor();
  }
  for (const text of ["Fail", "nobody", "500 quarantined"]) {
    await row("203.0.113.66").getByRole("cell", { name: text }).waitFor();
  }
  await row("evil.test").getByText("Not signed by them: counts for nothing").waitFor();
  await visitor.requireAccessible();
});

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  CreateContactListCommand,
  CreateCustomVerificationEmailTemplateCommand,
  CreateEmailIdentityCommand,
  SendCustomVerificationEmailCommand,
  SendEmailCommand,
} from "@aws-sdk/client-sesv2";
import { minuteMs } from "#platform/clock.ts";
import { statusAt, statusBehindProxy } from "#test/support/asked-at.ts";
import { newBorrower } from "#test/support/borrower.ts";
import { type Engine, engines } from "#test/support/engines.ts";
import { create, jobOf, lastWeek } from "#test/support/export-scene.ts";
import { publishCnames } from "#test/support/publish.ts";
import { identityOf, verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

/** Beside the sender, another account with a domain that leads to the service, as redirect domains do. */
async function worldWithBank(engine: Engine): Promise<World> {
  const world = await World.start(engine);
  await verifiedDomain(world, "sender.test");
  const { ses: bank } = await newBorrower(world);
  const { DkimAttributes } = await bank.send(new CreateEmailIdentityCommand({ EmailIdentity: "bank.test" }));
  publishCnames(world, "bank.test", DkimAttributes);
  await world.pass(minuteMs);
  return world;
}

const foreign = ["bank.test", "BANK.test:443", "bank.test."];
const others = ["127.0.0.1", "sender.test", "behind-a-proxy", "www.bank.test"];

for (const engine of engines) {
  describe(`under the domain of another account, on ${engine}`, () => {
    test("a verification link proves nothing and leads nowhere, also where the address is verified already", async () => {
      await using world = await worldWithBank(engine);
      const TemplateName = "welcome";
      await world.ses.send(
        new CreateCustomVerificationEmailTemplateCommand({
          TemplateName,
          FromEmailAddress: "hello@sender.test",
          TemplateSubject: "Welcome",
          TemplateContent: "<h1>Welcome!</h1>",
          SuccessRedirectionURL: "https://phish.example/",
          FailureRedirectionURL: "https://phish.example/",
        }),
      );
      const EmailAddress = "bob@customer.example";
      await world.ses.send(new SendCustomVerificationEmailCommand({ EmailAddress, TemplateName }));
      const { html } = await world.inbox(EmailAddress);
      const link = /href="([^"]+\/verify\/[^"]+)"/.exec(html)?.[1] ?? "";
      for (const host of foreign) {
        assert.equal(await statusAt(world, host, link), 404, host);
        assert.equal(await statusBehindProxy(world, host, link), 404, host);
      }
      assert.equal((await identityOf(world, EmailAddress)).VerificationStatus, "PENDING");
      for (const host of others) assert.equal(await statusAt(world, host, link), 302, host);
      assert.equal((await identityOf(world, EmailAddress)).VerificationStatus, "SUCCESS");
      for (const host of foreign) assert.equal(await statusAt(world, host, link), 404, host);
    });

    test("an exported file is not given", async () => {
      await using world = await worldWithBank(engine);
      const id = await create(world, { MessageInsightsDataSource: lastWeek(world) });
      const link = (await jobOf(world, id)).ExportDestination?.S3Url ?? "";
      await requireShownToOthersOnly(world, link);
    });

    test("a list's page is not shown, with words of its owner's on it", async () => {
      await using world = await worldWithBank(engine);
      const ContactListName = "readers";
      await world.ses.send(new CreateContactListCommand({ ContactListName, Topics: [] }));
      await world.ses.send(
        new SendEmailCommand({
          FromEmailAddress: "ann@sender.test",
          Destination: { ToAddresses: ["bob@readers.example"] },
          Content: {
            Simple: {
              Subject: { Data: "News" },
              Body: { Text: { Data: "{{amazonSESUnsubscribeUrl}}" } },
            },
          },
          ListManagementOptions: { ContactListName },
        }),
      );
      const link = (await world.inbox("bob@readers.example")).text.trim();
      await requireShownToOthersOnly(world, link);
    });
  });
}

async function requireShownToOthersOnly(world: World, link: string): Promise<void> {
  for (const [hosts, status] of [
    [foreign, 404],
    [others, 200],
  ] as const) {
    for (const host of hosts) {
      assert.equal(await statusAt(world, host, link), status, host);
      assert.equal(await statusBehindProxy(world, host, link), status, host);
    }
  }
}

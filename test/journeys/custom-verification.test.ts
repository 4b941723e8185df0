import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  CreateCustomVerificationEmailTemplateCommand,
  DeleteCustomVerificationEmailTemplateCommand,
  GetAccountCommand,
  GetCustomVerificationEmailTemplateCommand,
  ListCustomVerificationEmailTemplatesCommand,
  PutAccountSendingAttributesCommand,
  SendCustomVerificationEmailCommand,
  UpdateCustomVerificationEmailTemplateCommand,
} from "@aws-sdk/client-sesv2";
import { dayMs, minuteMs, secondMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { refused } from "#test/support/operation.ts";
import { operatorOf } from "#test/support/operator.ts";
import { signaturesOf } from "#test/support/signatures.ts";
import { identityOf, verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const template = {
  TemplateName: "welcome",
  FromEmailAddress: "hello@shop.test",
  TemplateSubject: "Welcome to the shop",
  TemplateContent: "<h1>Welcome!</h1>",
  SuccessRedirectionURL: "https://shop.example/welcome",
  FailureRedirectionURL: "https://shop.example/sorry",
};

async function follow(world: World, address: string): Promise<string | null> {
  const { html } = await world.inbox(address);
  assert.match(html, /<h1>Welcome!<\/h1>/);
  const link = /href="([^"]+\/verify\/[^"]+)"/.exec(html)?.[1] ?? "";
  return (await fetch(link, { redirect: "manual" })).headers.get("location");
}

for (const engine of engines) {
  describe(`custom verification on ${engine}`, () => {
    test("the message is the sender's, the link verifies and leads where the sender wants", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "shop.test");
      await world.ses.send(new CreateCustomVerificationEmailTemplateCommand(template));
      const ask = async (EmailAddress: string) =>
        await world.ses.send(
          new SendCustomVerificationEmailCommand({ EmailAddress, TemplateName: "welcome" }),
        );
      const { MessageId } = await ask("bob@customer.example");
      assert.match(MessageId ?? "", /^0100[0-9a-f]{12}-/);
      const message = await world.inbox("bob@customer.example");
      assert.equal(message.subject, template.TemplateSubject);
      assert.deepEqual(await signaturesOf(world, message.source), [
        { domain: "shop.test", result: "pass" },
        { domain: "signet.localhost", result: "pass" },
      ]);
      assert.equal((await identityOf(world, "bob@customer.example")).VerificationStatus, "PENDING");
      assert.equal(await follow(world, "bob@customer.example"), template.SuccessRedirectionURL);
      assert.equal((await identityOf(world, "bob@customer.example")).VerificationStatus, "SUCCESS");
      await ask("late@customer.example");
      await assert.rejects(ask("late@customer.example"), { name: "TooManyRequestsException" });
      await world.pass(dayMs + minuteMs);
      assert.equal(await follow(world, "late@customer.example"), template.FailureRedirectionURL);
    });

    test("the link leads to a URL in letters of any kind, whose line ends are none in a header", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "shop.test");
      const urls = [
        ["https://läden.example/日本", "https://xn--lden-loa.example/%E6%97%A5%E6%9C%AC"],
        ["https://shop.example/\r\nSet-Cookie: a=b", "https://shop.example/Set-Cookie:%20a=b"],
      ] as const;
      for (const [at, [SuccessRedirectionURL, location]] of urls.entries()) {
        const [TemplateName, EmailAddress] = [`welcome-${at}`, `bob-${at}@customer.example`];
        await world.ses.send(
          new CreateCustomVerificationEmailTemplateCommand({
            ...template,
            TemplateName,
            SuccessRedirectionURL,
          }),
        );
        await world.ses.send(new SendCustomVerificationEmailCommand({ EmailAddress, TemplateName }));
        assert.equal(await follow(world, EmailAddress), location);
      }
    });

    test("what no template may be is refused and kept by neither of the calls that write one", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "shop.test");
      await world.ses.send(new CreateCustomVerificationEmailTemplateCommand(template));
      const long = Array.from({ length: 3_000 }, (_, at) => at.toString(36)).join("");
      for (const TemplateName of ["a b", "a/b", "ä", "\u0001", "n".repeat(65), long]) {
        await assert.rejects(
          world.ses.send(new CreateCustomVerificationEmailTemplateCommand({ ...template, TemplateName })),
          { name: "BadRequestException", message: /Template names have/ },
        );
      }
      const url = `https://shop.example/${long}`;
      for (const [change, message] of [
        [{ TemplateSubject: "s".repeat(999) }, /subject/],
        [{ SuccessRedirectionURL: url }, /success redirection URL/],
        [{ FailureRedirectionURL: url }, /failure redirection URL/],
        [{ TemplateContent: "c".repeat(10 * 1024 * 1024 + 1) }, /10 MB/],
      ] as const) {
        const wrong = { ...template, ...change };
        const refusal = { name: "BadRequestException", message };
        await assert.rejects(
          world.ses.send(new CreateCustomVerificationEmailTemplateCommand(wrong)),
          refusal,
        );
        await assert.rejects(
          world.ses.send(new UpdateCustomVerificationEmailTemplateCommand(wrong)),
          refusal,
        );
      }
      const { CustomVerificationEmailTemplates: kept = [] } = await world.ses.send(
        new ListCustomVerificationEmailTemplatesCommand({}),
      );
      assert.deepEqual(
        kept.map(({ TemplateSubject }) => TemplateSubject),
        [template.TemplateSubject],
      );
    });

    test("of those who ask an address at once, all but one are told that it was asked just now", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "shop.test");
      await world.ses.send(new CreateCustomVerificationEmailTemplateCommand(template));
      const EmailAddress = "bob@customer.example";
      const ask = { EmailAddress, TemplateName: "welcome" };
      const asked = Array.from({ length: 8 }, () => new SendCustomVerificationEmailCommand(ask));
      const answers = await Promise.allSettled(asked.map(async (one) => await world.ses.send(one)));
      const refusals = answers.flatMap((one) => (one.status === "rejected" ? [one.reason as Error] : []));
      assert.deepEqual(
        refusals.map(({ name }) => name),
        Array(7).fill("TooManyRequestsException"),
      );
      await world.settle();
      assert.equal(await follow(world, EmailAddress), template.SuccessRedirectionURL);
    });

    test("an account that may not send mails nobody in its own words either, and who is mailed counts", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "shop.test");
      await world.ses.send(new CreateCustomVerificationEmailTemplateCommand(template));
      const ask = async (EmailAddress: string) =>
        await world.ses.send(
          new SendCustomVerificationEmailCommand({ EmailAddress, TemplateName: "welcome" }),
        );
      const enable = async (SendingEnabled: boolean) =>
        await world.ses.send(new PutAccountSendingAttributesCommand({ SendingEnabled }));
      await enable(false);
      await refused(
        ask("bob@customer.example"),
        "SendingPausedException",
        400,
        "Email sending is disabled for your account.",
      );
      await enable(true);
      await using operator = await operatorOf(world);
      const change = async (limits: Parameters<typeof operator.account.change>[1]) => {
        await operator.account.change({ account: "000000000000", region: "us-east-1" }, limits);
        await world.leap(2 * secondMs);
      };
      await change({ productionAccess: false });
      await refused(
        ask("bob@customer.example"),
        "MessageRejected",
        400,
        "Custom verification messages are for accounts that are out of the sandbox.",
      );
      await change({ productionAccess: true, max24HourSend: 2 });
      await ask("bob@customer.example");
      await world.leap(2 * minuteMs);
      await ask("bob@customer.example");
      const over = "Daily message quota exceeded.";
      await refused(ask("ann@customer.example"), "LimitExceededException", 400, over);
      const { SendQuota } = await world.ses.send(new GetAccountCommand({}));
      assert.equal(SendQuota?.SentLast24Hours, 2);
      await assert.rejects(identityOf(world, "ann@customer.example"), { name: "NotFoundException" });
    });

    test("templates are shown, changed, listed and deleted, and refused in SES's words", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "shop.test");
      const create = async (change: object = {}) =>
        await world.ses.send(new CreateCustomVerificationEmailTemplateCommand({ ...template, ...change }));
      await refused(
        create({ FromEmailAddress: "hello@stranger.test" }),
        "NotFoundException",
        404,
        "The from email address <hello@stranger.test> is not verified",
      );
      const bad = "The success redirection URL is invalid";
      await refused(create({ SuccessRedirectionURL: "nowhere" }), "BadRequestException", 400, bad);
      await create();
      await refused(
        create(),
        "AlreadyExistsException",
        400,
        "Custom verification email template <welcome> already exists",
      );
      const changed = { ...template, TemplateSubject: "Hello" };
      await world.ses.send(new UpdateCustomVerificationEmailTemplateCommand(changed));
      const TemplateName = "welcome";
      const { $metadata, Tags, ...shown } = await world.ses.send(
        new GetCustomVerificationEmailTemplateCommand({ TemplateName }),
      );
      assert.deepEqual([$metadata.httpStatusCode, Tags, shown], [200, [], changed]);
      const { CustomVerificationEmailTemplates } = await world.ses.send(
        new ListCustomVerificationEmailTemplatesCommand({}),
      );
      assert.deepEqual(
        CustomVerificationEmailTemplates?.map((one) => one.TemplateSubject),
        ["Hello"],
      );
      await world.ses.send(new DeleteCustomVerificationEmailTemplateCommand({ TemplateName }));
      const absent = "Custom verification email template <welcome> does not exist";
      await refused(
        world.ses.send(new GetCustomVerificationEmailTemplateCommand({ TemplateName })),
        "NotFoundException",
        404,
        absent,
      );
      await refused(
        world.ses.send(new SendCustomVerificationEmailCommand({ EmailAddress: "a@b.example", TemplateName })),
        "NotFoundException",
        404,
        absent,
      );
    });
  });
}

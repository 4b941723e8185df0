import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  CreateConfigurationSetCommand,
  CreateEmailIdentityPolicyCommand,
  CreateEmailTemplateCommand,
  PutEmailIdentityConfigurationSetAttributesCommand,
  SendEmailCommand,
  type SendEmailCommandInput,
  type TrackingConfigurationOverrides,
  UpdateEmailIdentityPolicyCommand,
} from "@aws-sdk/client-sesv2";
import { createTransport } from "nodemailer";
import { deriveSmtpPassword } from "#protocols/sigv4/smtp-password.ts";
import { type Borrower, borrower, newBorrower } from "#test/support/borrower.ts";
import { engines } from "#test/support/engines.ts";
import { refused } from "#test/support/operation.ts";
import { signaturesOf } from "#test/support/signatures.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const arn = "arn:aws:ses:us-east-1:000000000000:identity/lent.test";
const simple = { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello,\n" } } } };

async function send(
  { ses }: Pick<Borrower, "ses">,
  input: Partial<SendEmailCommandInput> = {},
): Promise<string> {
  const { MessageId = "" } = await ses.send(
    new SendEmailCommand({
      FromEmailAddress: "ann@lent.test",
      FromEmailAddressIdentityArn: arn,
      Destination: { ToAddresses: ["bob@reader.example"] },
      Content: simple,
      ...input,
    }),
  );
  return MessageId;
}

const statement = (more: object) => ({
  Effect: "Allow",
  Principal: { AWS: borrower },
  Action: "ses:Send*",
  Resource: arn,
  ...more,
});

/** Lends the domain by one policy, in the place of what it had. */
async function lend(world: World, ...statements: object[]): Promise<void> {
  const policy = {
    EmailIdentity: "lent.test",
    PolicyName: "lent",
    Policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }),
  };
  await world.ses.send(new CreateEmailIdentityPolicyCommand(policy)).catch(async (error: Error) => {
    assert.equal(error.name, "AlreadyExistsException");
    await world.ses.send(new UpdateEmailIdentityPolicyCommand(policy));
  });
}

const deniedTo = (action: string, account = borrower) =>
  `User \`arn:aws:iam::${account}:root' is not authorized to perform \`ses:${action}' on resource \`${arn}'`;

for (const engine of engines) {
  describe(`identities that are lent, on ${engine}`, () => {
    test("an ARN may name a domain in any of its spellings", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "xn--mnchen-3ya.test");
      for (const name of ["xn--mnchen-3ya.test", "XN--Mnchen-3YA.test", "münchen.test", "MÜNCHEN.test"]) {
        const FromEmailAddressIdentityArn = `arn:aws:ses:us-east-1:000000000000:identity/${name}`;
        await send(world, { FromEmailAddress: "ann@münchen.test", FromEmailAddressIdentityArn });
      }
    });

    test("who is let sends as another account's domain, signed by it and told of under the sender's account", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "lent.test");
      const other = await newBorrower(world);
      await refused(send(other), "AccessDeniedException", 403, deniedTo("SendEmail"));
      await assert.rejects(send(other, { FromEmailAddressIdentityArn: undefined }), {
        name: "MessageRejected",
      });
      await lend(world, statement({}));
      const MessageId = await send(other);
      const { source } = await other.inbox("bob@reader.example");
      assert.deepEqual(await signaturesOf(world, source), [
        { domain: "lent.test", result: "pass" },
        { domain: "signet.localhost", result: "pass" },
      ]);
      assert.match(source, new RegExp(`^Message-ID: <${MessageId}@`, "m"));
    });

    test("an ARN that is none, or names what the sender does not have here, is refused", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "lent.test");
      const elsewhere = "arn:aws:ses:us-east-1:000000000000:identity/elsewhere.test";
      const abroad = "arn:aws:ses:eu-west-1:000000000000:identity/lent.test";
      const none = [
        "lent.test",
        "arn:aws:ses:us-east-1:1234:identity/lent.test",
        "arn:aws:sns:us-east-1:000000000000:identity/lent.test",
        "arn:aws:ses:us-east-1:000000000000:template/lent.test",
      ];
      for (const [FromEmailAddressIdentityArn, message] of [
        [elsewhere, `The identity ${elsewhere} does not cover ann@lent.test.`],
        [abroad, `The identity ${abroad} is of the region eu-west-1, and this call is made in us-east-1.`],
        ...none.map((text) => [text, `Invalid identity ARN: ${text}`] as const),
      ] as const) {
        await refused(send(world, { FromEmailAddressIdentityArn }), "BadRequestException", 400, message);
      }
    });

    test("a raw message and one over SMTP name whose identity it is in their headers", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "lent.test");
      const other = await newBorrower(world);
      await lend(world, statement({ Action: ["ses:SendRawEmail"] }));
      const raw = (field: string) => ({
        FromEmailAddress: undefined,
        FromEmailAddressIdentityArn: undefined,
        Content: {
          Raw: {
            Data: Buffer.from(`From: ann@lent.test\r\nSubject: raw\r\n${field}: ${arn}\r\n\r\nHello\r\n`),
          },
        },
      });
      for (const field of ["X-SES-SOURCE-ARN", "X-SES-FROM-ARN"]) await send(other, raw(field));
      await refused(send(other), "AccessDeniedException", 403, deniedTo("SendEmail"));
      const { smtp } = world.app;
      assert.ok(smtp);
      const transport = createTransport({
        ...smtp,
        tls: { rejectUnauthorized: false },
        auth: { user: other.id, pass: deriveSmtpPassword(other.secret, "us-east-1") },
      });
      const message = { from: "ann@lent.test", to: "eve@reader.example", text: "Hello" };
      await assert.rejects(
        transport.sendMail(message),
        /554 Message rejected: Email address is not verified/,
      );
      await transport.sendMail({ ...message, headers: { "X-SES-SOURCE-ARN": arn, "X-SES-FROM-ARN": arn } });
      assert.doesNotMatch((await other.inbox("eve@reader.example")).source, /x-ses/i);
      await lend(world, statement({ Action: ["ses:SendEmail"] }));
      await assert.rejects(
        transport.sendMail({ ...message, headers: { "X-SES-SOURCE-ARN": arn } }),
        /554 Access denied: User `arn:aws:iam::111111111111:root' is not authorized to perform `ses:SendRawEmail'/,
      );
    });

    test("conditions of SES and of AWS narrow what is let", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "lent.test");
      const other = await newBorrower(world);
      const holds = async (Condition: object, input: Partial<SendEmailCommandInput> = {}) => {
        await lend(world, statement({ Condition }));
        return await send(other, input).then(
          () => true,
          (error: Error) => {
            assert.equal(error.name, "AccessDeniedException");
            return false;
          },
        );
      };
      const from = { FromEmailAddress: '"Ann" <ann@lent.test>' };
      const two = { Destination: { ToAddresses: ["a@reader.example"], BccAddresses: ["b@far.example"] } };
      const cases: [Condition: object, holds: boolean, input?: Partial<SendEmailCommandInput>][] = [
        [{ StringLike: { "ses:FromAddress": "ann@*" } }, true],
        [{ StringLike: { "ses:FromAddress": "eve@*" } }, false],
        [{ StringEquals: { "ses:FromDisplayName": "Ann" } }, true, from],
        [{ StringEquals: { "ses:FromDisplayName": "Eve" } }, false, from],
        [{ StringEquals: { "ses:FeedbackAddress": "ann@lent.test" } }, true],
        [{ "ForAllValues:StringLike": { "ses:Recipients": "*@reader.example" } }, true],
        [{ "ForAllValues:StringLike": { "ses:Recipients": "*@reader.example" } }, false, two],
        [{ StringEquals: { "ses:ApiVersion": "2" } }, true],
        [{ IpAddress: { "aws:SourceIp": "127.0.0.0/8" } }, true],
        [{ NotIpAddress: { "aws:SourceIp": "127.0.0.0/8" } }, false],
        [{ DateLessThan: { "aws:CurrentTime": "2020-01-01T00:00:00Z" } }, false],
        [{ Bool: { "aws:SecureTransport": "true" } }, false],
        [{ Bool: { "aws:SecureTransport": "false" } }, true],
        [{ StringLike: { "aws:UserAgent": "aws-sdk-js/*" } }, true],
        [{ StringLike: { "aws:UserAgent": "curl/*" } }, false],
        [{ StringFoo: { "ses:FromAddress": "ann@lent.test" } }, false],
      ];
      for (const [Condition, expected, input] of cases) {
        assert.equal(await holds(Condition, input), expected, JSON.stringify(Condition));
      }
      // Each of several authors must be let.
      const raw = (text: string) => ({
        FromEmailAddress: undefined,
        Content: { Raw: { Data: Buffer.from(`From: ${text}\r\nSubject: raw\r\n\r\nHello\r\n`) } },
      });
      const onlyAnn = { StringEquals: { "ses:FromAddress": "ann@lent.test" } };
      assert.equal(await holds(onlyAnn, raw("ann@lent.test")), true);
      assert.equal(await holds(onlyAnn, raw("ann@lent.test, eve@lent.test")), false);
      await lend(
        world,
        statement({}),
        statement({
          Effect: "Deny",
          Principal: "*",
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        }),
      );
      await refused(send(other), "AccessDeniedException", 403, deniedTo("SendEmail"));
      // What its owner denies holds for the owner, too; a proxy on this machine says how the client came.
      const own = { FromEmailAddressIdentityArn: undefined };
      await refused(send(world, own), "AccessDeniedException", 403, deniedTo("SendEmail", "000000000000"));
      const answer = await fetch(`${world.app.httpUrl}/v2/email/outbound-emails`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-forwarded-proto": "https" },
        body: JSON.stringify({
          FromEmailAddress: "ann@lent.test",
          Destination: { ToAddresses: ["bob@reader.example"] },
          Content: simple,
        }),
      });
      assert.equal(answer.status, 200);
    });

    test("a policy says what may be said of tracking for one message, by whom", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "lent.test");
      const other = await newBorrower(world);
      const action = "ses:ApplyTrackingConfigurationOverrides";
      const deny = (Condition: object) =>
        statement({ Effect: "Deny", Principal: "*", Action: action, Resource: "*", Condition });
      // As the guide has it: nobody enables either.
      await lend(
        world,
        statement({}),
        deny({ StringEquals: { "ses:OpenTrackingEnabled": "ENABLED" } }),
        deny({ StringEquals: { "ses:ClickTrackingEnabled": "ENABLED" } }),
      );
      const tracking = (Tracking: TrackingConfigurationOverrides) => ({
        ConfigurationOverrides: { Tracking },
      });
      const own = { FromEmailAddressIdentityArn: undefined };
      await send(other);
      await send(other, tracking({ ClickTrackingEnabled: "DISABLED" }));
      await send(other, tracking({ ClickTrackingEnabled: "DISABLED", OpenTrackingEnabled: "DISABLED" }));
      const enabled = tracking({ ClickTrackingEnabled: "ENABLED", OpenTrackingEnabled: "DISABLED" });
      const denied = deniedTo("ApplyTrackingConfigurationOverrides");
      await refused(send(other, enabled), "AccessDeniedException", 403, denied);
      const deniedOwn = deniedTo("ApplyTrackingConfigurationOverrides", "000000000000");
      await refused(send(world, { ...own, ...enabled }), "AccessDeniedException", 403, deniedOwn);
      // Only what a call says is there.
      await lend(world, statement({}), deny({ Null: { "ses:OpenTrackingEnabled": "true" } }));
      await send(other);
      await send(other, enabled);
      await refused(
        send(other, tracking({ ClickTrackingEnabled: "DISABLED" })),
        "AccessDeniedException",
        403,
        denied,
      );
      // And to none but that.
      await lend(world, statement({ Condition: { Null: { "ses:ClickTrackingEnabled": "true" } } }));
      await send(other, enabled);
    });

    test("what belongs to the lender stays there: its default set, and its templates", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "lent.test");
      const other = await newBorrower(world);
      await lend(world, statement({}));
      await world.ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: "lenders" }));
      await world.ses.send(
        new PutEmailIdentityConfigurationSetAttributesCommand({
          EmailIdentity: "lent.test",
          ConfigurationSetName: "lenders",
        }),
      );
      await send(other);
      for (const { ses } of [world, other]) {
        const TemplateContent = { Subject: "Hello", Text: "Hello,\n" };
        await ses.send(new CreateEmailTemplateCommand({ TemplateName: "hello", TemplateContent }));
      }
      const by = (account: string, region = "us-east-1") => ({
        Content: {
          Template: { TemplateArn: `arn:aws:ses:${region}:${account}:template/hello`, TemplateData: "{}" },
        },
      });
      await send(other, by(borrower));
      for (const input of [by("000000000000"), by(borrower, "eu-west-1")]) {
        await refused(
          send(other, input),
          "NotFoundException",
          404,
          `Template ${input.Content.Template.TemplateArn} does not exist.`,
        );
      }
    });
  });
}

// The calls of the older API of SES (2010-12-01) for verification in one's own words, as its own client calls them.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as older from "@aws-sdk/client-ses";
import { secondMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { olderClient } from "#test/support/older-client.ts";
import { operatorOf } from "#test/support/operator.ts";
import { identityOf, verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const template = {
  TemplateName: "welcome",
  FromEmailAddress: "hello@shop.test",
  TemplateSubject: "Welcome",
  TemplateContent: "<p>Welcome & hello</p>",
  SuccessRedirectionURL: "https://shop.example/welcome",
  FailureRedirectionURL: "https://shop.example/sorry",
};
const { TemplateContent: _, ...listed } = template;
const { TemplateName } = template;

for (const engine of engines) {
  describe(`custom verification by the older API of SES, on ${engine}`, () => {
    test("a template is made, read, changed in part, listed, sent and deleted", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "shop.test");
      const ses = olderClient(world);
      const get = async () => {
        const { $metadata: _answer, ...shown } = await ses.send(
          new older.GetCustomVerificationEmailTemplateCommand({ TemplateName }),
        );
        return shown;
      };
      await ses.send(new older.CreateCustomVerificationEmailTemplateCommand(template));
      assert.deepEqual(await get(), template);
      const TemplateSubject = "Hello";
      await ses.send(
        new older.UpdateCustomVerificationEmailTemplateCommand({ TemplateName, TemplateSubject }),
      );
      assert.deepEqual(await get(), { ...template, TemplateSubject });
      const { CustomVerificationEmailTemplates } = await ses.send(
        new older.ListCustomVerificationEmailTemplatesCommand({ MaxResults: 5 }),
      );
      assert.deepEqual(CustomVerificationEmailTemplates, [{ ...listed, TemplateSubject }]);
      const EmailAddress = "bob@customer.example";
      const { MessageId } = await ses.send(
        new older.SendCustomVerificationEmailCommand({ EmailAddress, TemplateName }),
      );
      assert.match(MessageId ?? "", /^0100[0-9a-f]{12}-/);
      assert.equal((await world.inbox(EmailAddress)).subject, TemplateSubject);
      assert.equal((await identityOf(world, EmailAddress)).VerificationStatus, "PENDING");
      await ses.send(new older.DeleteCustomVerificationEmailTemplateCommand({ TemplateName }));
      await assert.rejects(get(), older.CustomVerificationEmailTemplateDoesNotExistException);
    });

    test("of the parts of a template that are changed at once none is lost", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "shop.test");
      const ses = olderClient(world);
      await ses.send(new older.CreateCustomVerificationEmailTemplateCommand(template));
      const changes = {
        TemplateSubject: "Hello",
        TemplateContent: "<p>Hello</p>",
        FromEmailAddress: "news@shop.test",
        SuccessRedirectionURL: "https://shop.example/hello",
        FailureRedirectionURL: "https://shop.example/bye",
      };
      await Promise.all(
        Object.entries(changes).map(
          async ([member, value]) =>
            await ses.send(
              new older.UpdateCustomVerificationEmailTemplateCommand({ TemplateName, [member]: value }),
            ),
        ),
      );
      const { $metadata: _answer, ...shown } = await ses.send(
        new older.GetCustomVerificationEmailTemplateCommand({ TemplateName }),
      );
      assert.deepEqual(shown, { TemplateName, ...changes });
    });

    test("a refusal is the exception that the older API has for it", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, "shop.test");
      const ses = olderClient(world);
      const create = async (change: object = {}) =>
        await ses.send(new older.CreateCustomVerificationEmailTemplateCommand({ ...template, ...change }));
      const send = async (change: object = {}) =>
        await ses.send(
          new older.SendCustomVerificationEmailCommand({
            EmailAddress: "bob@customer.example",
            TemplateName,
            ...change,
          }),
        );
      await assert.rejects(send(), older.CustomVerificationEmailTemplateDoesNotExistException);
      await create();
      await assert.rejects(create(), older.CustomVerificationEmailTemplateAlreadyExistsException);
      await assert.rejects(
        create({ TemplateName: "large", TemplateContent: "c".repeat(10 * 1024 * 1024 + 1) }),
        older.CustomVerificationEmailInvalidContentException,
      );
      await assert.rejects(create({ TemplateName: "" }), { name: "InvalidParameterValue" });
      const FromEmailAddress = "hello@stranger.test";
      await assert.rejects(
        create({ TemplateName: "other", FromEmailAddress }),
        older.FromEmailAddressNotVerifiedException,
      );
      await assert.rejects(
        ses.send(new older.UpdateCustomVerificationEmailTemplateCommand({ TemplateName, FromEmailAddress })),
        older.FromEmailAddressNotVerifiedException,
      );
      await assert.rejects(
        send({ ConfigurationSetName: "none" }),
        older.ConfigurationSetDoesNotExistException,
      );
      await using operator = await operatorOf(world);
      const owner = { account: "000000000000", region: "us-east-1" };
      await operator.account.change(owner, { productionAccess: false });
      await world.leap(2 * secondMs);
      await assert.rejects(send(), older.ProductionAccessNotGrantedException);
    });
  });
}

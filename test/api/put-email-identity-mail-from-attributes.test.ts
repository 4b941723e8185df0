import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateEmailIdentityCommand,
  GetEmailIdentityCommand,
  PutEmailIdentityMailFromAttributesCommand,
} from "@aws-sdk/client-sesv2";
import { describeOperation, refused } from "#test/support/operation.ts";

describeOperation("PutEmailIdentityMailFromAttributes", (world) => {
  const create = async (EmailIdentity: string) =>
    await world().ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
  const put = async (input: ConstructorParameters<typeof PutEmailIdentityMailFromAttributesCommand>[0]) =>
    await world().ses.send(new PutEmailIdentityMailFromAttributesCommand(input));
  const seen = async (EmailIdentity: string) =>
    (await world().ses.send(new GetEmailIdentityCommand({ EmailIdentity }))).MailFromAttributes;
  const unset = { BehaviorOnMxFailure: "USE_DEFAULT_VALUE" };

  test("a domain is set as pending, and cleared by none or an empty one", async () => {
    const EmailIdentity = "example.test";
    const MailFromDomain = "bounce.example.test";
    await create(EmailIdentity);
    await put({ EmailIdentity, MailFromDomain, BehaviorOnMxFailure: "REJECT_MESSAGE" });
    assert.deepEqual(await seen(EmailIdentity), {
      MailFromDomain,
      MailFromDomainStatus: "PENDING",
      BehaviorOnMxFailure: "REJECT_MESSAGE",
    });
    await put({ EmailIdentity });
    assert.deepEqual(await seen(EmailIdentity), unset);
    await put({ EmailIdentity, MailFromDomain });
    await put({ EmailIdentity, MailFromDomain: "" });
    assert.deepEqual(await seen(EmailIdentity), unset);
  });

  test("a domain that is not below the identity's is refused", async () => {
    const EmailIdentity = "ada@below.test";
    await create(EmailIdentity);
    for (const MailFromDomain of ["below.test", "other.test", "xbelow.test"]) {
      await refused(
        put({ EmailIdentity, MailFromDomain }),
        "BadRequestException",
        400,
        `Provided MAIL-FROM domain '${MailFromDomain}' is not subdomain of the domain of the identity '${EmailIdentity}'`,
      );
    }
    await put({ EmailIdentity, MailFromDomain: "bounce.below.test" });
  });

  test("white space is no domain", async () => {
    await create("space.test");
    await refused(
      put({ EmailIdentity: "space.test", MailFromDomain: " " }),
      "BadRequestException",
      400,
      "Domain   is invalid.",
    );
  });

  test("of an identity that is not there, SES says that the request is bad", async () => {
    const message = "Identity <nobody.test> does not exist.";
    await refused(put({ EmailIdentity: "nobody.test" }), "BadRequestException", 400, message);
  });
});

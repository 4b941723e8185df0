import assert from "node:assert/strict";
import { test } from "node:test";
import { CreateEmailIdentityCommand, GetEmailIdentityCommand } from "@aws-sdk/client-sesv2";
import { dayMs } from "#platform/clock.ts";
import { describeOperation, refused } from "#test/support/operation.ts";

describeOperation("GetEmailIdentity", (world) => {
  const create = async (EmailIdentity: string) =>
    await world().ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
  const get = async (EmailIdentity: string, region = "us-east-1") => {
    const client = world().client({ region });
    const { $metadata, ...output } = await client.send(new GetEmailIdentityCommand({ EmailIdentity }));
    assert.equal($metadata.httpStatusCode, 200);
    return output;
  };

  test("a new address has exactly the members that SES answers", async () => {
    await create("ada@alone.test");
    assert.deepEqual(await get("ada@alone.test"), {
      IdentityType: "EMAIL_ADDRESS",
      FeedbackForwardingStatus: true,
      VerifiedForSendingStatus: false,
      DkimAttributes: {
        SigningEnabled: false,
        Status: "NOT_STARTED",
        SigningAttributesOrigin: "AWS_SES",
        NextSigningKeyLength: "RSA_1024_BIT",
      },
      MailFromAttributes: { BehaviorOnMxFailure: "USE_DEFAULT_VALUE" },
      Policies: {},
      Tags: [],
      VerificationStatus: "PENDING",
      VerificationInfo: {},
    });
  });

  test("an address shows the keys of the domain that is exactly its own", async () => {
    const { DkimAttributes } = await create("parent.test");
    await create("ada@parent.test");
    await create("ada@mail.parent.test");
    assert.deepEqual((await get("ada@parent.test")).DkimAttributes?.Tokens, DkimAttributes?.Tokens);
    assert.equal((await get("ada@mail.parent.test")).DkimAttributes?.Tokens, undefined);
  });

  test("a domain is found however it is written, an address as it was given only", async () => {
    await create("letters.test");
    await create("Ada@letters.test");
    assert.equal((await get("LETTERS.test")).IdentityType, "DOMAIN");
    const message = "Email identity <ada@letters.test> does not exist.";
    await refused(get("ada@letters.test"), "NotFoundException", 404, message);
  });

  test("an address that nobody confirmed within 24 hours has failed", async () => {
    await create("late@example.test");
    // At once: the domains of the other tests would be looked at hundreds of times.
    await world().leap(dayMs);
    assert.equal((await get("late@example.test")).VerificationStatus, "FAILED");
  });

  test("an identity is in its region only", async () => {
    await create("here.test");
    const message = "Email identity <here.test> does not exist.";
    await refused(get("here.test", "eu-west-1"), "NotFoundException", 404, message);
  });

  test("names with every sign a path can stumble over are found", async () => {
    for (const name of ["a+b/c%25@example.test", "o'hara?x#y@example.test", "&=*@example.test"]) {
      await create(name);
      assert.equal((await get(name)).IdentityType, "EMAIL_ADDRESS");
    }
  });
});

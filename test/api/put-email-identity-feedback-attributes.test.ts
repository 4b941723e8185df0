import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateEmailIdentityCommand,
  GetEmailIdentityCommand,
  PutEmailIdentityFeedbackAttributesCommand,
} from "@aws-sdk/client-sesv2";
import { describeOperation, refused } from "#test/support/operation.ts";

describeOperation("PutEmailIdentityFeedbackAttributes", (world) => {
  const put = async (EmailIdentity: string, EmailForwardingEnabled?: boolean) =>
    await world().ses.send(
      new PutEmailIdentityFeedbackAttributesCommand({ EmailIdentity, EmailForwardingEnabled }),
    );
  const seen = async (EmailIdentity: string) =>
    (await world().ses.send(new GetEmailIdentityCommand({ EmailIdentity }))).FeedbackForwardingStatus;

  test("forwarding is switched off and on; a flag that is left out switches it off", async () => {
    const EmailIdentity = "ada@example.test";
    await world().ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
    await put(EmailIdentity, false);
    assert.equal(await seen(EmailIdentity), false);
    await put(EmailIdentity, true);
    assert.equal(await seen(EmailIdentity), true);
    await put(EmailIdentity);
    assert.equal(await seen(EmailIdentity), false);
  });

  test("an identity that is not there is not found", async () => {
    const message = "Email identity nobody.test does not exist.";
    await refused(put("nobody.test", true), "NotFoundException", 404, message);
  });
});

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateEmailIdentityCommand,
  CreateEmailIdentityPolicyCommand,
  GetEmailIdentityPoliciesCommand,
  UpdateEmailIdentityPolicyCommand,
} from "@aws-sdk/client-sesv2";
import { describeOperation, refused } from "#test/support/operation.ts";

const policy = (Sid: string) => JSON.stringify({ Version: "2012-10-17", Statement: [{ Sid }] });

describeOperation("UpdateEmailIdentityPolicy", (world) => {
  const update = async (EmailIdentity: string, PolicyName: string, Policy: string) =>
    await world().ses.send(new UpdateEmailIdentityPolicyCommand({ EmailIdentity, PolicyName, Policy }));

  test("a policy is replaced; one that is not there is not made", async () => {
    const EmailIdentity = "example.test";
    const PolicyName = "mine";
    await world().ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
    await world().ses.send(
      new CreateEmailIdentityPolicyCommand({ EmailIdentity, PolicyName, Policy: policy("old") }),
    );
    await update(EmailIdentity, PolicyName, policy("new"));
    await refused(
      update(EmailIdentity, "other", policy("x")),
      "NotFoundException",
      404,
      "Policy <other> does not exist",
    );
    const { Policies } = await world().ses.send(new GetEmailIdentityPoliciesCommand({ EmailIdentity }));
    assert.deepEqual(Policies, { mine: policy("new") });
  });

  test("an identity that is not there is not found", async () => {
    const message = "Email identity <nobody.test> does not exist.";
    await refused(update("nobody.test", "mine", policy("x")), "NotFoundException", 404, message);
  });
});

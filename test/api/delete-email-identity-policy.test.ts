import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateEmailIdentityCommand,
  CreateEmailIdentityPolicyCommand,
  DeleteEmailIdentityPolicyCommand,
  GetEmailIdentityPoliciesCommand,
} from "@aws-sdk/client-sesv2";
import { describeOperation, refused } from "#test/support/operation.ts";

const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });

describeOperation("DeleteEmailIdentityPolicy", (world) => {
  const remove = async (EmailIdentity: string, PolicyName: string) =>
    await world().ses.send(new DeleteEmailIdentityPolicyCommand({ EmailIdentity, PolicyName }));

  test("a policy is deleted; one that is not there is as good as deleted", async () => {
    const EmailIdentity = "example.test";
    await world().ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
    for (const PolicyName of ["a", "b"]) {
      await world().ses.send(new CreateEmailIdentityPolicyCommand({ EmailIdentity, PolicyName, Policy }));
    }
    await remove(EmailIdentity, "a");
    await remove(EmailIdentity, "a");
    const { Policies } = await world().ses.send(new GetEmailIdentityPoliciesCommand({ EmailIdentity }));
    assert.deepEqual(Policies, { b: Policy });
  });

  test("an identity that is not there is not found", async () => {
    const message = "Email identity <nobody.test> does not exist.";
    await refused(remove("nobody.test", "a"), "NotFoundException", 404, message);
  });
});

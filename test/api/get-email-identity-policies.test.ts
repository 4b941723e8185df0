import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateEmailIdentityCommand,
  CreateEmailIdentityPolicyCommand,
  GetEmailIdentityPoliciesCommand,
} from "@aws-sdk/client-sesv2";
import { describeOperation, refused } from "#test/support/operation.ts";

const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });

describeOperation("GetEmailIdentityPolicies", (world) => {
  const get = async (EmailIdentity: string) => {
    const { $metadata, ...output } = await world().ses.send(
      new GetEmailIdentityPoliciesCommand({ EmailIdentity }),
    );
    assert.equal($metadata.httpStatusCode, 200);
    return output;
  };

  test("policies come by their names; without any there is an empty map", async () => {
    const EmailIdentity = "example.test";
    await world().ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
    assert.deepEqual(await get(EmailIdentity), { Policies: {} });
    for (const PolicyName of ["b", "a"]) {
      await world().ses.send(new CreateEmailIdentityPolicyCommand({ EmailIdentity, PolicyName, Policy }));
    }
    assert.deepEqual(await get("EXAMPLE.test"), { Policies: { a: Policy, b: Policy } });
  });

  test("an identity that is not there is not found", async () => {
    const message = "Email identity <nobody.test> does not exist.";
    await refused(get("nobody.test"), "NotFoundException", 404, message);
  });
});

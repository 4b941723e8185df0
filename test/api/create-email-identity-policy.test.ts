import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateEmailIdentityCommand,
  CreateEmailIdentityPolicyCommand,
  GetEmailIdentityCommand,
} from "@aws-sdk/client-sesv2";
import { describeOperation, refused } from "#test/support/operation.ts";
import { assertTakesLess } from "#test/support/processor-time.ts";

const policy = { Version: "2012-10-17", Statement: [] };

describeOperation("CreateEmailIdentityPolicy", (world) => {
  const create = async (EmailIdentity: string) =>
    await world().ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
  const add = async (EmailIdentity: string, PolicyName: string, Policy = JSON.stringify(policy)) =>
    await world().ses.send(new CreateEmailIdentityPolicyCommand({ EmailIdentity, PolicyName, Policy }));

  test("a policy is kept without insignificant white space", async () => {
    const EmailIdentity = "example.test";
    await create(EmailIdentity);
    const { $metadata, ...output } = await add(EmailIdentity, "mine", JSON.stringify(policy, undefined, 2));
    assert.equal($metadata.httpStatusCode, 200);
    assert.deepEqual(output, {});
    const { Policies } = await world().ses.send(new GetEmailIdentityCommand({ EmailIdentity }));
    assert.deepEqual(Policies, { mine: JSON.stringify(policy) });
  });

  test("a name is taken once", async () => {
    await create("twice.test");
    await add("twice.test", "mine");
    await refused(add("twice.test", "mine"), "AlreadyExistsException", 400, "Policy <mine> already exists");
  });

  test("an identity has at most twenty", async () => {
    await create("full.test");
    for (let at = 0; at < 20; at += 1) await add("full.test", `p${at}`);
    const message = "An identity has at most 20 policies.";
    await refused(add("full.test", "more"), "LimitExceededException", 400, message);
  });

  test("what is no policy is refused", async () => {
    await create("bad.test");
    await refused(add("bad.test", "mine", "{"), "BadRequestException", 400, "The policy is not valid JSON.");
    await refused(
      add("bad.test", "no name"),
      "BadRequestException",
      400,
      "Policy names have 1 to 64 letters, digits, hyphens and underscores.",
    );
  });

  test("a policy of millions of brackets is refused before it is parsed", async () => {
    await create("deep.test");
    const refusal = (policy: string) => async () => {
      await refused(
        add("deep.test", "mine", policy),
        "BadRequestException",
        400,
        "A policy has at most 4 KB.",
      );
    };
    const deep = `{"Statement":${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}}`;
    await assertTakesLess(5, refusal(deep), refusal("x".repeat(deep.length)));
  });

  test("an identity that is not there is not found", async () => {
    const message = "Email identity <nobody.test> does not exist.";
    await refused(add("nobody.test", "mine"), "NotFoundException", 404, message);
  });
});

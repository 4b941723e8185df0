import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateEmailIdentityCommand,
  CreateEmailIdentityPolicyCommand,
  DeleteEmailIdentityCommand,
  GetEmailIdentityCommand,
} from "@aws-sdk/client-sesv2";
import { describeOperation, refused } from "#test/support/operation.ts";

describeOperation("DeleteEmailIdentity", (world) => {
  const create = async (input: ConstructorParameters<typeof CreateEmailIdentityCommand>[0]) =>
    await world().ses.send(new CreateEmailIdentityCommand(input));
  const remove = async (EmailIdentity: string) =>
    await world().ses.send(new DeleteEmailIdentityCommand({ EmailIdentity }));
  const get = async (EmailIdentity: string) =>
    await world().ses.send(new GetEmailIdentityCommand({ EmailIdentity }));

  test("an identity goes with its tags and policies, and comes back with other tokens", async () => {
    const EmailIdentity = "again.test";
    const first = await create({ EmailIdentity, Tags: [{ Key: "a", Value: "" }] });
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
    await world().ses.send(new CreateEmailIdentityPolicyCommand({ EmailIdentity, PolicyName: "p", Policy }));
    const { $metadata, ...output } = await remove("Again.TEST");
    assert.equal($metadata.httpStatusCode, 200);
    assert.deepEqual(output, {});
    const gone = "Email identity <again.test> does not exist.";
    await refused(get(EmailIdentity), "NotFoundException", 404, gone);
    const second = await create({ EmailIdentity });
    const identity = await get(EmailIdentity);
    assert.deepEqual([identity.Tags, identity.Policies], [[], {}]);
    assert.notDeepEqual(second.DkimAttributes?.Tokens, first.DkimAttributes?.Tokens);
  });

  test("the link to a deleted address verifies nothing, not even the same address made anew", async () => {
    const EmailIdentity = "ada@example.test";
    await create({ EmailIdentity });
    const [link = ""] = /http\S+/.exec((await world().inbox(EmailIdentity)).text) ?? [];
    await remove(EmailIdentity);
    await create({ EmailIdentity });
    await (await fetch(link)).text();
    assert.equal((await get(EmailIdentity)).VerificationStatus, "PENDING");
  });

  test("an identity that is not there cannot be deleted", async () => {
    const message = "Email identity nobody.test does not exist.";
    await refused(remove("nobody.test"), "NotFoundException", 404, message);
  });
});

// The calls of the older API of SES (2010-12-01) that are about an identity's policies, as its own client calls them.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as older from "@aws-sdk/client-ses";
import { CreateEmailIdentityCommand } from "@aws-sdk/client-sesv2";
import { engines } from "#test/support/engines.ts";
import { olderClient } from "#test/support/older-client.ts";
import { World } from "#test/support/world.ts";

const Domain = "sender.test";

for (const engine of engines) {
  describe(`policies of identities by the older API of SES, on ${engine}`, () => {
    test("a policy is put, replaced by its name however many there are, read, and deleted", async () => {
      await using world = await World.start(engine);
      await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: Domain }));
      const ses = olderClient(world);
      const put = async (PolicyName: string, Policy: string) =>
        await ses.send(new older.PutIdentityPolicyCommand({ Identity: Domain, PolicyName, Policy }));
      const empty = (Version: string) => JSON.stringify({ Version, Statement: [] });
      const names = Array.from({ length: 20 }, (_, at) => `policy-${String(at).padStart(2, "0")}`);
      for (const name of names) await put(name, empty("2008-10-17"));
      await put("policy-03", empty("2012-10-17"));
      await assert.rejects(put("one-more", empty("2012-10-17")), older.LimitExceededException);
      await assert.rejects(put("policy-03", "{"), older.InvalidPolicyException);
      assert.deepEqual(
        (await ses.send(new older.ListIdentityPoliciesCommand({ Identity: Domain }))).PolicyNames,
        names,
      );
      const read = async () =>
        (
          await ses.send(
            new older.GetIdentityPoliciesCommand({ Identity: Domain, PolicyNames: ["policy-03", "none"] }),
          )
        ).Policies;
      assert.deepEqual(await read(), { "policy-03": empty("2012-10-17") });
      await ses.send(new older.DeleteIdentityPolicyCommand({ Identity: Domain, PolicyName: "policy-03" }));
      assert.deepEqual(await read(), {});
    });

    test("whose policies and notifications are meant may be said by an ARN, as Terraform says it", async () => {
      await using world = await World.start(engine);
      await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: Domain }));
      const ses = olderClient(world);
      const Identity = `arn:aws:ses:us-east-1:000000000000:identity/${Domain}`;
      const [PolicyName, Policy] = ["lent", JSON.stringify({ Statement: [] })];
      await ses.send(new older.PutIdentityPolicyCommand({ Identity, PolicyName, Policy }));
      assert.deepEqual((await ses.send(new older.ListIdentityPoliciesCommand({ Identity }))).PolicyNames, [
        PolicyName,
      ]);
      const read = async (identity: string) =>
        (
          await ses.send(
            new older.GetIdentityPoliciesCommand({ Identity: identity, PolicyNames: [PolicyName] }),
          )
        ).Policies;
      assert.deepEqual(await read(Domain), { [PolicyName]: Policy });
      assert.deepEqual(await read(Identity), { [PolicyName]: Policy });
      // Terraform that was told not to ask for the account (skip_requesting_account_id) leaves it out.
      assert.deepEqual(await read(Identity.replace("000000000000", "")), { [PolicyName]: Policy });
      const { NotificationAttributes } = await ses.send(
        new older.GetIdentityNotificationAttributesCommand({ Identities: [Identity] }),
      );
      assert.equal(NotificationAttributes?.[Identity]?.ForwardingEnabled, true);
      for (const elsewhere of [
        Identity.replace("us-east-1", "eu-west-1"),
        Identity.replace("000000000000", "111122223333"),
        Identity.replace("identity/", "template/"),
      ]) {
        await assert.rejects(read(elsewhere), { name: "InvalidParameterValue" }, elsewhere);
      }
      await ses.send(new older.DeleteIdentityPolicyCommand({ Identity, PolicyName }));
      assert.deepEqual(await read(Domain), {});
    });

    test("of policies of one name that are put at once one is kept and none is refused", async () => {
      await using world = await World.start(engine);
      await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: Domain }));
      const ses = olderClient(world);
      const policies = Array.from({ length: 10 }, (_, at) => JSON.stringify({ Id: `${at}`, Statement: [] }));
      await Promise.all(
        policies.map(
          async (Policy) =>
            await ses.send(
              new older.PutIdentityPolicyCommand({ Identity: Domain, PolicyName: "one", Policy }),
            ),
        ),
      );
      const { Policies } = await ses.send(
        new older.GetIdentityPoliciesCommand({ Identity: Domain, PolicyNames: ["one"] }),
      );
      assert.ok(policies.includes(Policies?.["one"] ?? ""));
    });
  });
}

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  CreateConfigurationSetCommand,
  CreateEmailIdentityCommand,
  CreateEmailIdentityPolicyCommand,
  DeleteConfigurationSetCommand,
  DeleteEmailIdentityCommand,
  DeleteEmailIdentityPolicyCommand,
  GetConfigurationSetCommand,
  GetEmailIdentityCommand,
  GetEmailIdentityPoliciesCommand,
  ListConfigurationSetsCommand,
  ListEmailIdentitiesCommand,
  ListTagsForResourceCommand,
  PutConfigurationSetSendingOptionsCommand,
  PutEmailIdentityConfigurationSetAttributesCommand,
  PutEmailIdentityDkimAttributesCommand,
  PutEmailIdentityDkimSigningAttributesCommand,
  PutEmailIdentityFeedbackAttributesCommand,
  PutEmailIdentityMailFromAttributesCommand,
  type SESv2Client,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateEmailIdentityPolicyCommand,
} from "@aws-sdk/client-sesv2";
import { secondMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { operatorOf } from "#test/support/operator.ts";
import { World } from "#test/support/world.ts";

const EmailIdentity = "example.test";
const address = "ann@example.test";
const other = "111111111111";
const arn = `arn:aws:ses:us-east-1:000000000000:identity/${EmailIdentity}`;
const policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });

interface SecondAccount {
  readonly accessKeyId: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly bearer: { readonly authorization: string };
}

async function secondAccount(world: World): Promise<SecondAccount> {
  await using operator = await operatorOf(world);
  const { id, secret } = await operator.accessKeys.createAccessKey(other, "second");
  const { token } = await operator.accessKeys.createApiKey(other, "second");
  return {
    accessKeyId: id,
    credentials: { accessKeyId: id, secretAccessKey: secret },
    bearer: { authorization: `Bearer ${token}` },
  };
}

/** What somebody else may try on a name that is not theirs. */
function attempts(client: SESv2Client): Record<string, () => Promise<unknown>> {
  const PolicyName = "all";
  return {
    get: () => client.send(new GetEmailIdentityCommand({ EmailIdentity })),
    delete: () => client.send(new DeleteEmailIdentityCommand({ EmailIdentity })),
    "set its configuration set": () =>
      client.send(new PutEmailIdentityConfigurationSetAttributesCommand({ EmailIdentity })),
    "turn its signature off": () =>
      client.send(new PutEmailIdentityDkimAttributesCommand({ EmailIdentity, SigningEnabled: false })),
    "change its key": () =>
      client.send(
        new PutEmailIdentityDkimSigningAttributesCommand({
          EmailIdentity,
          SigningAttributesOrigin: "AWS_SES",
          SigningAttributes: { NextSigningKeyLength: "RSA_1024_BIT" },
        }),
      ),
    "turn forwarding off": () =>
      client.send(
        new PutEmailIdentityFeedbackAttributesCommand({ EmailIdentity, EmailForwardingEnabled: false }),
      ),
    "set its MAIL FROM": () =>
      client.send(
        new PutEmailIdentityMailFromAttributesCommand({
          EmailIdentity,
          MailFromDomain: `bounce.${EmailIdentity}`,
        }),
      ),
    "add a policy": () =>
      client.send(
        new CreateEmailIdentityPolicyCommand({ EmailIdentity, PolicyName: "mine", Policy: policy }),
      ),
    "change a policy": () =>
      client.send(new UpdateEmailIdentityPolicyCommand({ EmailIdentity, PolicyName, Policy: policy })),
    "delete a policy": () => client.send(new DeleteEmailIdentityPolicyCommand({ EmailIdentity, PolicyName })),
    "read its policies": () => client.send(new GetEmailIdentityPoliciesCommand({ EmailIdentity })),
    "use a configuration set": () =>
      client.send(
        new CreateEmailIdentityCommand({ EmailIdentity: "mine.test", ConfigurationSetName: "news" }),
      ),
    "read a configuration set": () =>
      client.send(new GetConfigurationSetCommand({ ConfigurationSetName: "news" })),
    "stop a configuration set": () =>
      client.send(
        new PutConfigurationSetSendingOptionsCommand({ ConfigurationSetName: "news", SendingEnabled: false }),
      ),
    "delete a configuration set": () =>
      client.send(new DeleteConfigurationSetCommand({ ConfigurationSetName: "news" })),
    "tag it": () =>
      client.send(new TagResourceCommand({ ResourceArn: arn, Tags: [{ Key: "mine", Value: "" }] })),
    "untag it": () => client.send(new UntagResourceCommand({ ResourceArn: arn, TagKeys: ["whose"] })),
  };
}

async function prepare(world: World): Promise<void> {
  await world.ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: "news" }));
  await world.ses.send(
    new CreateEmailIdentityCommand({
      EmailIdentity,
      ConfigurationSetName: "news",
      Tags: [{ Key: "whose", Value: "mine" }],
    }),
  );
  await world.ses.send(
    new CreateEmailIdentityPolicyCommand({ EmailIdentity, PolicyName: "all", Policy: policy }),
  );
  await world.settle();
}

async function snapshot(world: World): Promise<unknown> {
  const { $metadata: _, ...identity } = await world.ses.send(new GetEmailIdentityCommand({ EmailIdentity }));
  const { $metadata: __, ...set } = await world.ses.send(
    new GetConfigurationSetCommand({ ConfigurationSetName: "news" }),
  );
  return { identity, set };
}

for (const engine of engines) {
  describe(`two regions and two accounts, on ${engine}`, () => {
    test("one name is four identities, each with its own proof", async () => {
      await using world = await World.start(engine);
      const { credentials } = await secondAccount(world);
      const clients = [
        world.client(),
        world.client({ region: "eu-west-1" }),
        world.client({ credentials }),
        world.client({ credentials, region: "eu-west-1" }),
      ];
      const tokens = new Set<string>();
      for (const client of clients) {
        const { DkimAttributes } = await client.send(new CreateEmailIdentityCommand({ EmailIdentity }));
        for (const token of DkimAttributes?.Tokens ?? []) tokens.add(token);
        await client.send(new CreateEmailIdentityCommand({ EmailIdentity: address }));
        await world.settle();
      }
      assert.equal(tokens.size, 12, "no token is shared");

      const { text } = await world.inbox(address);
      const page = await fetch(/http:\S+/.exec(text)?.[0] ?? "");
      assert.equal(page.status, 200);
      const listed = await Promise.all(
        clients.map(async (client) => {
          const { EmailIdentities = [] } = await client.send(new ListEmailIdentitiesCommand({}));
          return EmailIdentities.map(
            ({ IdentityName, VerificationStatus }) => `${IdentityName} ${VerificationStatus}`,
          );
        }),
      );
      const pending = [`${address} PENDING`, `${EmailIdentity} PENDING`];
      // The inbox above is that of the local account, and its newest message is the one from Ireland.
      assert.deepEqual(listed, [pending, [`${address} SUCCESS`, pending[1]], pending, pending]);

      await clients[0]?.send(new DeleteEmailIdentityCommand({ EmailIdentity }));
      for (const client of clients.slice(1))
        await client.send(new GetEmailIdentityCommand({ EmailIdentity }));
    });

    for (const [who, options] of [
      [
        "another account",
        async (world: World) => ({ credentials: (await secondAccount(world)).credentials }),
      ],
      ["another region", async () => await Promise.resolve({ region: "eu-west-1" })],
    ] as const) {
      test(`${who} finds nothing and changes nothing, by any operation`, async () => {
        await using world = await World.start(engine);
        await prepare(world);
        const before = await snapshot(world);
        const stranger = world.client(await options(world));
        for (const [what, attempt] of Object.entries(attempts(stranger))) {
          await assert.rejects(attempt, /NotFound|BadRequest/, what);
        }
        const { EmailIdentities } = await stranger.send(new ListEmailIdentitiesCommand({}));
        assert.deepEqual(EmailIdentities, []);
        const { ConfigurationSets } = await stranger.send(new ListConfigurationSetsCommand({}));
        assert.deepEqual(ConfigurationSets, []);
        assert.deepEqual(await snapshot(world), before);
      });
    }

    test("tags are not read by the ARN of another account", async () => {
      await using world = await World.start(engine);
      await prepare(world);
      const { credentials } = await secondAccount(world);
      const list = new ListTagsForResourceCommand({ ResourceArn: arn });
      await assert.rejects(world.client({ credentials }).send(list), /different account/);
      assert.deepEqual((await world.ses.send(list)).Tags, [{ Key: "whose", Value: "mine" }]);
    });

    test("an account reads its own inbox and its own checks", async () => {
      await using world = await World.start(engine);
      await prepare(world);
      const { bearer } = await secondAccount(world);
      await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: address }));
      const message = await world.inbox(address);
      const theirs = async (method: string, path: string) =>
        await world.call(method, path, undefined, bearer);

      assert.deepEqual((await theirs("GET", "/signet/v1/inbox")).data, { messages: [], next_token: null });
      for (const path of [`inbox/${message.id}`, `identities/${EmailIdentity}`]) {
        assert.equal((await theirs("GET", `/signet/v1/${path}`)).status, 404, path);
      }
      for (const path of [`inbox/${message.id}/source`, `inbox/${message.id}/rendered`]) {
        assert.equal((await theirs("GET", `/signet/v1/${path}`)).status, 404, path);
      }
      assert.equal((await theirs("DELETE", `/signet/v1/inbox/${message.id}`)).status, 404);
      assert.deepEqual((await theirs("DELETE", "/signet/v1/inbox")).data, { removed: 0 });
      for (const step of ["check", "rotate", "resend"]) {
        const { status } = await theirs("POST", `/signet/v1/identities/${EmailIdentity}/${step}`);
        assert.equal(status, 404, step);
      }
      assert.equal((await theirs("GET", `/signet/v1/identities/${EmailIdentity}/checks`)).status, 404);
      assert.equal((await world.inbox(address)).id, message.id);
    });

    test("a known key needs its secret, also where unknown ones are let in", async () => {
      await using world = await World.start(engine);
      const { credentials } = await secondAccount(world);
      const forged = world.client({ credentials: { ...credentials, secretAccessKey: "wrong" } });
      await assert.rejects(forged.send(new ListEmailIdentitiesCommand({})), {
        name: "InvalidSignatureException",
      });
    });

    test("a key that is revoked elsewhere is refused within a second", async () => {
      await using world = await World.start(engine);
      const { credentials, accessKeyId } = await secondAccount(world);
      const client = world.client({ credentials });
      await client.send(new CreateEmailIdentityCommand({ EmailIdentity }));
      await using operator = await operatorOf(world);
      await operator.accessKeys.revoke("access-key", other, accessKeyId);
      await world.leap(secondMs);
      await assert.rejects(client.send(new ListEmailIdentitiesCommand({})), {
        name: "UnrecognizedClientException",
      });
    });
  });
}

import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { describe, test } from "node:test";
import {
  BadRequestException,
  CreateEmailIdentityCommand,
  CreateEmailIdentityPolicyCommand,
  DeleteEmailIdentityCommand,
  type DkimSigningAttributesOrigin,
  GetEmailIdentityCommand,
  PutEmailIdentityDkimSigningAttributesCommand,
  UpdateEmailIdentityPolicyCommand,
} from "@aws-sdk/client-sesv2";
import { dayMs, minuteMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { publishCnames } from "#test/support/publish.ts";
import { identityOf, verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const EmailIdentity = "example.test";
const ofUsEast1 = { DomainSigningAttributesOrigin: "AWS_SES_US_EAST_1" } as const;

/** Ireland, where the replicas of this story are. */
function inIreland(world: World) {
  const client = world.client({ region: "eu-west-1" });
  return {
    create: async (origin: DkimSigningAttributesOrigin = "AWS_SES_US_EAST_1") =>
      await client.send(
        new CreateEmailIdentityCommand({
          EmailIdentity,
          DkimSigningAttributes: { DomainSigningAttributesOrigin: origin },
        }),
      ),
    get: async () => await client.send(new GetEmailIdentityCommand({ EmailIdentity })),
    remove: async () => await client.send(new DeleteEmailIdentityCommand({ EmailIdentity })),
  };
}

function ownKey(): { DomainSigningSelector: string; DomainSigningPrivateKey: string } {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
  const der = privateKey.export({ type: "pkcs1", format: "der" });
  return { DomainSigningSelector: "mine", DomainSigningPrivateKey: der.toString("base64") };
}

for (const engine of engines) {
  describe(`a key shared by two regions, on ${engine}`, () => {
    test("a replica has its parent's tokens and is verified without another record", async () => {
      await using world = await World.start(engine);
      const parent = await verifiedDomain(world, EmailIdentity);
      const created = await inIreland(world).create();
      assert.deepEqual(created.DkimAttributes?.Tokens, parent.Tokens);
      assert.equal(created.DkimAttributes?.SigningAttributesOrigin, ofUsEast1.DomainSigningAttributesOrigin);
      await world.pass(minuteMs);
      const replica = await inIreland(world).get();
      assert.equal(replica.VerificationStatus, "SUCCESS");
      assert.equal(replica.DkimAttributes?.Status, "SUCCESS");
      assert.deepEqual(replica.DkimAttributes?.Tokens, parent.Tokens);
      assert.equal(replica.DkimAttributes?.CurrentSigningKeyLength, "RSA_2048_BIT");
    });

    test("an address within a replica shows the tokens that the replica shows", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, EmailIdentity);
      await inIreland(world).create();
      // Both are asked for what they show once the replica's first check is done.
      await world.pass(minuteMs);
      const client = world.client({ region: "eu-west-1" });
      const address = { EmailIdentity: `ada@${EmailIdentity}` };
      await client.send(new CreateEmailIdentityCommand(address));
      const { DkimAttributes } = await client.send(new GetEmailIdentityCommand(address));
      const replica = await inIreland(world).get();
      assert.equal(replica.DkimAttributes?.Tokens?.length, 3);
      assert.deepEqual(DkimAttributes, replica.DkimAttributes);
    });

    test("a replica that is there before its parent's records are is verified with them", async () => {
      await using world = await World.start(engine);
      const parent = await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
      await inIreland(world).create();
      await world.pass(minuteMs);
      assert.equal((await inIreland(world).get()).VerificationStatus, "PENDING");
      publishCnames(world, EmailIdentity, parent.DkimAttributes);
      await world.pass(2 * minuteMs);
      assert.equal((await inIreland(world).get()).VerificationStatus, "SUCCESS");
      assert.equal((await identityOf(world, EmailIdentity)).VerificationStatus, "SUCCESS");
    });

    test("a parent stays as long as it has a replica", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, EmailIdentity);
      await inIreland(world).create();
      const remove = async () => await world.ses.send(new DeleteEmailIdentityCommand({ EmailIdentity }));
      await assert.rejects(remove, (error) => {
        assert.ok(error instanceof BadRequestException);
        assert.match(error.message, /eu-west-1/);
        return true;
      });
      assert.equal((await identityOf(world, EmailIdentity)).VerificationStatus, "SUCCESS");
      await inIreland(world).remove();
      await remove();
    });

    test("what cannot be a parent is said, and becoming one mends it", async () => {
      await using world = await World.start(engine);
      const ireland = inIreland(world);
      await ireland.create();
      const faultIn = async () => (await ireland.get()).VerificationInfo?.ErrorType;
      assert.equal(await faultIn(), "REPLICATION_PRIMARY_NOT_FOUND");
      await world.pass(minuteMs);
      assert.equal(await faultIn(), "REPLICATION_PRIMARY_NOT_FOUND");

      await verifiedDomain(world, EmailIdentity);
      await world.pass(minuteMs);
      assert.equal(await faultIn(), undefined);
      assert.equal((await ireland.get()).VerificationStatus, "SUCCESS");
    });

    test("neither itself, nor a key of its owner, nor another replica can be shared", async () => {
      await using world = await World.start(engine);
      const ireland = inIreland(world);
      const faultOf = async (origin: DkimSigningAttributesOrigin) => {
        await ireland.create(origin);
        await world.pass(minuteMs);
        const { VerificationInfo, VerificationStatus } = await ireland.get();
        await ireland.remove();
        assert.equal(VerificationStatus, "PENDING");
        return VerificationInfo?.ErrorType;
      };
      const create = async (DkimSigningAttributes: object) =>
        await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity, DkimSigningAttributes }));
      const remove = async () => await world.ses.send(new DeleteEmailIdentityCommand({ EmailIdentity }));

      assert.equal(await faultOf("AWS_SES_EU_WEST_1"), "REPLICATION_PRIMARY_INVALID_REGION");
      await create(ownKey());
      assert.equal(await faultOf("AWS_SES_US_EAST_1"), "REPLICATION_PRIMARY_BYO_DKIM_NOT_SUPPORTED");
      await remove();
      await create({ DomainSigningAttributesOrigin: "AWS_SES_US_WEST_2" });
      assert.equal(await faultOf("AWS_SES_US_EAST_1"), "REPLICATION_REPLICA_AS_PRIMARY_NOT_SUPPORTED");
    });

    test("a parent that takes a key of its owner leaves its replica without one, and the replica says so", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, EmailIdentity);
      await inIreland(world).create();
      await world.pass(minuteMs);
      await world.ses.send(
        new PutEmailIdentityDkimSigningAttributesCommand({
          EmailIdentity,
          SigningAttributesOrigin: "EXTERNAL",
          SigningAttributes: ownKey(),
        }),
      );
      await world.leap(dayMs);
      await world.pass(5 * minuteMs);
      const replica = await inIreland(world).get();
      assert.equal(replica.VerificationStatus, "TEMPORARY_FAILURE");
      assert.equal(replica.VerificationInfo?.ErrorType, "REPLICATION_PRIMARY_BYO_DKIM_NOT_SUPPORTED");
    });

    test("a policy of the parent says which regions may not share its key, for as long as it is there", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, EmailIdentity);
      const policy = (regions: string[]) => ({
        EmailIdentity,
        PolicyName: "regions",
        Policy: JSON.stringify({
          Statement: {
            Effect: "Deny",
            Principal: "*",
            Action: "ses:ReplicateEmailIdentityDKIMSigningKey",
            Resource: `arn:aws:ses:us-east-1:000000000000:identity/${EmailIdentity}`,
            Condition: { StringEquals: { "ses:ReplicaRegion": regions } },
          },
        }),
      });
      await world.ses.send(new CreateEmailIdentityPolicyCommand(policy(["eu-west-1", "eu-west-2"])));
      const ireland = inIreland(world);
      assert.equal((await ireland.create()).DkimAttributes?.Tokens, undefined);
      await world.pass(minuteMs);
      const denied = await ireland.get();
      assert.equal(denied.VerificationStatus, "PENDING");
      assert.equal(denied.VerificationInfo?.ErrorType, "REPLICATION_ACCESS_DENIED");
      const share = new PutEmailIdentityDkimSigningAttributesCommand({
        EmailIdentity,
        SigningAttributesOrigin: "AWS_SES_US_EAST_1",
      });
      await world.client({ region: "eu-west-1" }).send(share);
      assert.equal((await ireland.get()).VerificationInfo?.ErrorType, "REPLICATION_ACCESS_DENIED");
      await world.ses.send(new UpdateEmailIdentityPolicyCommand(policy(["eu-west-2"])));
      await world.pass(5 * minuteMs);
      const allowed = await ireland.get();
      assert.deepEqual(
        [allowed.VerificationStatus, allowed.VerificationInfo?.ErrorType],
        ["SUCCESS", undefined],
      );
    });

    test("the parent's rotation is the replica's", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, EmailIdentity);
      await inIreland(world).create();
      await world.pass(minuteMs);
      const madeAt = (await inIreland(world).get()).DkimAttributes?.LastKeyGenerationTimestamp;
      await world.plain("POST", `/signet/v1/identities/${EmailIdentity}/rotate`);
      await world.pass(minuteMs);
      const parent = await identityOf(world, EmailIdentity);
      const replica = await inIreland(world).get();
      assert.deepEqual(
        replica.DkimAttributes?.LastKeyGenerationTimestamp,
        parent.DkimAttributes?.LastKeyGenerationTimestamp,
      );
      assert.notDeepEqual(replica.DkimAttributes?.LastKeyGenerationTimestamp, madeAt);
      await world.leap(dayMs);
      assert.equal((await inIreland(world).get()).VerificationStatus, "SUCCESS");
    });
  });
}

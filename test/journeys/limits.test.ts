import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  AlreadyExistsException,
  BadRequestException,
  CreateEmailIdentityCommand,
  type CreateEmailIdentityCommandInput,
  CreateEmailIdentityPolicyCommand,
  DeleteEmailIdentityCommand,
  GetEmailIdentityPoliciesCommand,
  LimitExceededException,
  ListTagsForResourceCommand,
  NotFoundException,
  TagResourceCommand,
  UpdateEmailIdentityPolicyCommand,
} from "@aws-sdk/client-sesv2";
import type { Database } from "#platform/database/open.ts";
import { engines } from "#test/support/engines.ts";
import { rowCounts } from "#test/support/stored.ts";
import { World } from "#test/support/world.ts";

const EmailIdentity = "example.test";
const arn = `arn:aws:ses:us-east-1:000000000000:identity/${EmailIdentity}`;
const mostIdentities = 10_000;
const mostTags = 50;
const mostPolicies = 20;

function tags(count: number, from = 0): { Key: string; Value: string }[] {
  return Array.from({ length: count }, (_, at) => ({ Key: `key-${from + at}`, Value: "value" }));
}

/** A policy of so many bytes. */
function policyOf(bytes: number): string {
  const empty = JSON.stringify({ Id: "", Statement: [] });
  return JSON.stringify({ Id: "x".repeat(bytes - empty.length), Statement: [] });
}

/** As if so many identities had been created. */
async function pretendToHave(database: Database, count: number): Promise<void> {
  const query = database.build
    .updateTable("resource_counts")
    .set({ n: count })
    .where("kind", "=", "identity")
    .where("region", "=", "us-east-1")
    .compile();
  await database.write([{ query }]);
}

async function create(world: World, input: Partial<CreateEmailIdentityCommandInput> = {}): Promise<void> {
  await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity, ...input }));
}

for (const engine of engines) {
  describe(`the limits of SES, on ${engine}`, () => {
    test("an account has 10,000 identities in a region, however many ask for the last at once", async () => {
      await using world = await World.start(engine);
      await using database = await world.openDatabase();
      await create(world);
      await pretendToHave(database, mostIdentities - 2);
      const ses = world.client();
      const outcomes = await Promise.allSettled(
        Array.from(
          { length: 8 },
          async (_, at) => await ses.send(new CreateEmailIdentityCommand({ EmailIdentity: `${at}.test` })),
        ),
      );
      const refused = outcomes.filter((outcome) => outcome.status === "rejected");
      assert.equal(refused.length, 6);
      for (const { reason } of refused) assert.ok(reason instanceof LimitExceededException, String(reason));

      // A refused one has taken no place and left nothing; another region has room; a deleted one makes room.
      assert.equal((await rowCounts(database))["identities"], 3);
      await world
        .client({ region: "eu-west-1" })
        .send(new CreateEmailIdentityCommand({ EmailIdentity: "8.test" }));
      await world.ses.send(new DeleteEmailIdentityCommand({ EmailIdentity }));
      await create(world);
      await assert.rejects(create(world, { EmailIdentity: "9.test" }), LimitExceededException);
    });

    test("a name that is taken costs no place", async () => {
      await using world = await World.start(engine);
      await using database = await world.openDatabase();
      await create(world);
      await pretendToHave(database, mostIdentities - 1);
      for (let at = 0; at < 3; at++) await assert.rejects(create(world), AlreadyExistsException);
      await create(world, { EmailIdentity: "last.test" });
      await assert.rejects(create(world, { EmailIdentity: "one-more.test" }), LimitExceededException);
    });

    test("a resource has 50 tags", async () => {
      await using world = await World.start(engine);
      await assert.rejects(create(world, { Tags: tags(mostTags + 1) }), BadRequestException);
      await create(world, { Tags: tags(mostTags) });
      const tag = async (Tags: { Key: string; Value: string }[]) =>
        await world.ses.send(new TagResourceCommand({ ResourceArn: arn, Tags }));
      await assert.rejects(tag(tags(1, mostTags)), BadRequestException);
      await tag([{ Key: "key-0", Value: "another value" }]);
      const { Tags } = await world.ses.send(new ListTagsForResourceCommand({ ResourceArn: arn }));
      assert.equal(Tags?.length, mostTags);
    });

    test("an identity has 20 policies of 4 KB", async () => {
      await using world = await World.start(engine);
      await create(world);
      const ses = world.client();
      const add = async (PolicyName: string, Policy: string) =>
        await ses.send(new CreateEmailIdentityPolicyCommand({ EmailIdentity, PolicyName, Policy }));
      await assert.rejects(add("too-long", policyOf(4_097)), BadRequestException);
      const outcomes = await Promise.allSettled(
        Array.from({ length: mostPolicies + 4 }, async (_, at) => await add(`policy-${at}`, policyOf(4_096))),
      );
      const refused = outcomes.filter((outcome) => outcome.status === "rejected");
      assert.equal(refused.length, 4);
      for (const { reason } of refused) assert.ok(reason instanceof LimitExceededException, String(reason));
      const { Policies = {} } = await ses.send(new GetEmailIdentityPoliciesCommand({ EmailIdentity }));
      const names = Object.keys(Policies);
      assert.equal(names.length, mostPolicies);
      const change = new UpdateEmailIdentityPolicyCommand({
        EmailIdentity,
        PolicyName: names[0],
        Policy: policyOf(100),
      });
      await ses.send(change);
    });

    test("a creation that fails leaves nothing behind", async () => {
      await using world = await World.start(engine);
      await using database = await world.openDatabase();
      const before = await rowCounts(database);
      const [first, second] = tags(2);
      assert.ok(first && second);
      const unusable: [Partial<CreateEmailIdentityCommandInput>, new (...args: never[]) => Error][] = [
        [{ ConfigurationSetName: "unknown", Tags: [first] }, NotFoundException],
        [{ EmailIdentity: "ann@example.test", ConfigurationSetName: "unknown" }, NotFoundException],
        [{ Tags: [first, { ...second, Key: "aws:mine" }] }, BadRequestException],
        [{ Tags: [first, first] }, BadRequestException],
        [{ EmailIdentity: "ann@example.test", Tags: [{ ...first, Value: "\u0007" }] }, BadRequestException],
        [
          { DkimSigningAttributes: { DomainSigningSelector: "mine", DomainSigningPrivateKey: "AAAA" } },
          BadRequestException,
        ],
        [{ DkimSigningAttributes: { DomainSigningSelector: "mine" } }, BadRequestException],
        [
          {
            EmailIdentity: "ann@example.test",
            DkimSigningAttributes: { NextSigningKeyLength: "RSA_2048_BIT" },
          },
          BadRequestException,
        ],
      ];
      for (const [input, failure] of unusable) {
        await assert.rejects(create(world, input), failure, JSON.stringify(input));
      }
      await world.settle();
      assert.deepEqual(await rowCounts(database), before);
      const { messages } = await world.plain<{ messages: unknown[] }>("GET", "/signet/v1/inbox");
      assert.deepEqual(messages, []);
    });

    test("a deletion leaves nothing behind either, but the message that was sent", async () => {
      await using world = await World.start(engine);
      await using database = await world.openDatabase();
      const before = await rowCounts(database);
      for (const name of [EmailIdentity, "ann@example.test"]) {
        await create(world, { EmailIdentity: name, Tags: tags(2) });
        await world.ses.send(
          new CreateEmailIdentityPolicyCommand({
            EmailIdentity: name,
            PolicyName: "one",
            Policy: policyOf(100),
          }),
        );
      }
      await world.settle();
      for (const name of [EmailIdentity, "ann@example.test"]) {
        await world.ses.send(new DeleteEmailIdentityCommand({ EmailIdentity: name }));
      }
      // How many processes ask a name server: true for half a minute, whomever they ask about.
      const known = { ...before, mail_site_holders: 0 };
      const left = Object.keys(await rowCounts(database)).filter((table) => !(table in known));
      assert.deepEqual(left.sort(), [
        "deliveries",
        "delivery_attempts",
        "inbox",
        "messages",
        "resource_counts",
      ]);
    });
  });
}

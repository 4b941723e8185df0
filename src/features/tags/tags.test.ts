import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { openDatabase } from "#platform/database/open.ts";
import { CallerError, type Problem } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";
import { type Engine, engines, newDatabasePlace } from "#test/support/engines.ts";
import { Tags } from "./index.ts";
import { TagStore } from "./store.ts";

const owner: Owner = { account: "000000000000", region: "us-east-1" };
const arn = "arn:aws:ses:us-east-1:000000000000:configuration-set/news";
const resource = "configuration-set/news";
const a = { key: "a", value: "1" };
const b = { key: "b", value: "2" };
const many = (from: number, count: number) =>
  Array.from({ length: count }, (_, at) => ({ key: `k${from + at}`, value: "" }));

/** Tags of one configuration set, `news`, that is really there; it can be taken away between look and write. */
async function openTags(engine: Engine) {
  const place = await newDatabasePlace(engine);
  const database = await openDatabase(place);
  let vanishing = false;
  const tags = new Tags({
    store: new TagStore(database),
    taggable: [
      {
        kind: "configuration-set",
        find: (_, name) => Promise.resolve(name.toLowerCase() === "news" ? "news" : undefined),
        changeRequiringExistence: () => ({
          query: database.build.selectFrom("resource_counts").select("n").compile(),
          otherwise: () => new CallerError("not-found", vanishing ? "gone" : "never there"),
        }),
      },
    ],
  });
  const count = { ...owner, kind: "configuration-set" as const, n: 1 };
  await database.write([{ query: database.build.insertInto("resource_counts").values(count).compile() }]);
  return {
    tags,
    write: async (steps: Parameters<typeof database.write>[0]) => await database.write(steps),
    vanish: async () => {
      vanishing = true;
      await database.write([{ query: database.build.deleteFrom("resource_counts").compile() }]);
    },
    [Symbol.asyncDispose]: async () => {
      await database[Symbol.asyncDispose]();
      await place[Symbol.asyncDispose]();
    },
  };
}

async function refused(promise: Promise<unknown>, problem: Problem, message: string): Promise<void> {
  await assert.rejects(promise, (error) => {
    assert.ok(error instanceof CallerError, String(error));
    assert.deepEqual([error.problem, error.message], [problem, message]);
    return true;
  });
}

for (const engine of engines) {
  describe(`tags on ${engine}`, () => {
    test("a tag is added, overwritten and removed", async () => {
      await using world = await openTags(engine);
      await world.tags.tag(owner, arn, [b, a]);
      assert.deepEqual(await world.tags.list(owner, arn), [a, b]);
      await world.tags.tag(owner, arn, [{ ...a, value: "3" }]);
      assert.deepEqual(await world.tags.list(owner, arn), [{ ...a, value: "3" }, b]);
      await world.tags.untag(owner, arn, ["a", "a", "never there", "\u0000", ""]);
      assert.deepEqual(await world.tags.list(owner, arn), [b]);
    });

    test("a resource is created and deleted with its tags", async () => {
      await using world = await openTags(engine);
      await world.write(world.tags.changesToSet(owner, resource, [a, b]));
      await world.write(world.tags.changesToSet({ ...owner, account: "111111111111" }, resource, [a]));
      assert.deepEqual(await world.tags.ofResource(owner, resource), [a, b]);
      await world.write(world.tags.changesToRemoveAll(owner, resource));
      assert.deepEqual(await world.tags.ofResource(owner, resource), []);
      assert.deepEqual(await world.tags.ofResource({ ...owner, account: "111111111111" }, resource), [a]);
    });

    test("the fifty-first tag is refused and leaves nothing behind; a new value for the fiftieth is taken", async () => {
      await using world = await openTags(engine);
      await world.tags.tag(owner, arn, many(0, 50));
      const tooMany =
        "Maximum of 50 user tags are allowed per resource, consider reducing the number of tags in the request or delete existing tags and retry";
      await refused(world.tags.tag(owner, arn, [{ key: "k0", value: "x" }, a]), "bad-request", tooMany);
      assert.deepEqual((await world.tags.list(owner, arn))[0], { key: "k0", value: "" });
      await world.tags.tag(owner, arn, [{ key: "k0", value: "x" }]);
      assert.equal((await world.tags.list(owner, arn)).length, 50);
    });

    test("those who tag at the same time do not pass the limit together", async () => {
      await using world = await openTags(engine);
      const outcomes = await Promise.allSettled(
        Array.from({ length: 10 }, (_, at) => world.tags.tag(owner, arn, many(20 * at, 20))),
      );
      assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 2);
      assert.equal((await world.tags.list(owner, arn)).length, 40);
    });

    test("a resource that goes while it is tagged leaves no tags behind", async () => {
      await using world = await openTags(engine);
      await world.vanish();
      await refused(world.tags.tag(owner, arn, [a]), "not-found", "gone");
      assert.deepEqual(await world.tags.ofResource(owner, resource), []);
    });

    test("tags are kept under the name that the resource has", async () => {
      await using world = await openTags(engine);
      await world.tags.tag(owner, arn.replace("news", "NEWS"), [a]);
      assert.deepEqual(await world.tags.ofResource(owner, resource), [a]);
    });

    test("the resource must be there", async () => {
      await using world = await openTags(engine);
      const missing = "No ConfigurationSet present with name: other";
      await refused(world.tags.tag(owner, arn.replace("news", "other"), [a]), "not-found", missing);
      await refused(world.tags.untag(owner, arn.replace("news", "other"), ["a"]), "not-found", missing);
      await refused(world.tags.list(owner, arn.replace("news", "other")), "not-found", missing);
    });

    test("an ARN of another region can be read, but has no tags and takes none", async () => {
      await using world = await openTags(engine);
      await world.tags.tag(owner, arn, [a]);
      const elsewhere = arn.replace("us-east-1", "eu-west-1");
      assert.deepEqual(await world.tags.list(owner, elsewhere), []);
      await refused(world.tags.tag(owner, elsewhere, [a]), "bad-request", "Failed to tag resource");
      await refused(world.tags.untag(owner, elsewhere, ["a"]), "bad-request", "Failed to untag resource");
    });

    test("another account's ARN says the same whether the resource is there or not", async () => {
      await using world = await openTags(engine);
      await world.tags.tag(owner, arn, [a]);
      const other = { ...owner, account: "111111111111" };
      const message = "Operations on a resource created in a different account is not allowed";
      for (const foreign of [arn, arn.replace("news", "nowhere"), arn.replace("us-east-1", "eu-west-1")]) {
        await refused(world.tags.list(other, foreign), "bad-request", message);
        await refused(world.tags.tag(other, foreign, [b]), "bad-request", message);
        await refused(world.tags.untag(other, foreign, ["a"]), "bad-request", message);
      }
      assert.deepEqual(await world.tags.list(owner, arn), [a]);
    });

    test("what is no ARN of a resource of ours is refused", async () => {
      await using world = await openTags(engine);
      const format = "ResourceArn is not the expected format";
      const notOurs = "Provided resource identifier is not an SES resource";
      for (const [text, message] of [
        ["", format],
        ["news", format],
        [arn.replace(":us-east-1:", "::"), format],
        [arn.replace("/news", "/"), format],
        [arn.replace(":ses:", ":s3:"), notOurs],
        [arn.replace("configuration-set", "constructor"), notOurs],
      ] as const) {
        await refused(world.tags.list(owner, text), "bad-request", message);
      }
    });
  });
}

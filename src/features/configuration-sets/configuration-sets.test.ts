import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Tags } from "#features/tags/index.ts";
import { TagStore } from "#features/tags/store.ts";
import { systemClock } from "#platform/clock.ts";
import { openDatabase } from "#platform/database/open.ts";
import { CallerError, type Problem } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";
import { systemRandom } from "#platform/random.ts";
import { type Engine, engines, newDatabasePlace } from "#test/support/engines.ts";
import { ConfigurationSets } from "./index.ts";
import { ConfigurationSetStore } from "./store.ts";

const owner: Owner = { account: "000000000000", region: "us-east-1" };
const other: Owner = { ...owner, region: "eu-west-1" };
const fresh = { options: {}, tags: [] };

async function openSets(engine: Engine) {
  const place = await newDatabasePlace(engine);
  const database = await openDatabase(place);
  const tags = new Tags({ store: new TagStore(database), taggable: [] });
  const sets = new ConfigurationSets({
    store: new ConfigurationSetStore(database),
    tags,
    changesOnRemoval: () => [],
    poolExists: () => Promise.resolve(false),
    isVerifiedDomain: (_, domain) => Promise.resolve(domain === "click.example.com"),
    clock: { ...systemClock, now: () => 1_790_000_000_000 },
    random: systemRandom,
  });
  const { build } = database;
  return {
    sets,
    tags,
    database,
    countIs: async (n: number) => {
      const count = { ...owner, kind: "configuration-set" as const, n };
      await database.write([{ query: build.insertInto("resource_counts").values(count).compile() }]);
    },
    count: async () => (await database.read(build.selectFrom("resource_counts").select("n").compile()))[0]?.n,
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
  describe(`configuration sets on ${engine}`, () => {
    test("a set made without options collects metrics, may send, and leaves the rest to the account", async () => {
      await using world = await openSets(engine);
      await world.sets.create(owner, { name: "news", ...fresh });
      const { id, ...set } = await world.sets.get(owner, "news");
      assert.match(id, /^cfg_/);
      assert.deepEqual(set, {
        owner,
        name: "news",
        createdAt: 1_790_000_000_000,
        tracking: undefined,
        delivery: undefined,
        sharedPoolDeliveryMode: undefined,
        reputationMetrics: true,
        sendingEnabled: true,
        suppression: undefined,
        vdm: undefined,
        archiveArn: undefined,
        signingScheme: undefined,
        tags: [],
      });
    });

    test("what was given comes back", async () => {
      await using world = await openSets(engine);
      const options = {
        tracking: { customRedirectDomain: "click.example.com", httpsPolicy: "REQUIRE" },
        delivery: { tlsPolicy: "REQUIRE", sendingPool: undefined, maxDeliverySeconds: 300 },
        sharedPoolDeliveryMode: "GLOBAL",
        reputationMetrics: false,
        sendingEnabled: false,
        suppression: { reasons: ["BOUNCE"], scope: "ACCOUNT", validation: undefined },
        vdm: { engagementMetrics: "ENABLED", optimizedSharedDelivery: "DISABLED" },
        archiveArn: "arn:aws:ses:us-east-1:000000000000:mailmanager-archive/a-abcdefghijklmnopqrstuvwx",
        signingScheme: { scheme: "default" },
      } as const;
      const tags = [{ key: "team", value: "mail" }];
      await world.sets.create(owner, { name: "news", options, tags });
      const {
        owner: _owner,
        id: _id,
        name: _name,
        createdAt: _at,
        ...seen
      } = await world.sets.get(owner, "news");
      const given = { ...options, tags };
      assert.deepEqual(JSON.parse(JSON.stringify(seen)), JSON.parse(JSON.stringify(given)));
    });

    test("a name is taken once in a region; case matters", async () => {
      await using world = await openSets(engine);
      await world.sets.create(owner, { name: "news", ...fresh });
      await refused(
        world.sets.create(owner, { name: "news", options: {}, tags: [{ key: "a", value: "" }] }),
        "already-exists",
        "Configuration set news already exists.",
      );
      assert.deepEqual((await world.sets.get(owner, "news")).tags, []);
      await world.sets.create(owner, { name: "News", ...fresh });
      await world.sets.create(other, { name: "news", ...fresh });
      assert.equal(await world.sets.exists({ ...owner, account: "111111111111" }, "news"), false);
    });

    test("a name that is none is refused", async () => {
      await using world = await openSets(engine);
      for (const [name, message] of [
        ["", "The configuration set name must be specified."],
        [`b.${"a".repeat(63)}`, "Configuration set name cannot exceed 64 characters."],
        [
          "a.b",
          "Invalid configuration set name <a.b>: only alphanumeric ASCII characters, '_', and '-' are allowed.",
        ],
      ] as const) {
        await refused(world.sets.create(owner, { name, ...fresh }), "bad-request", message);
        await refused(world.sets.get(owner, name), "bad-request", message);
        await refused(world.sets.putOptions(owner, name, { vdm: undefined }), "bad-request", message);
        await refused(world.sets.remove(owner, name), "bad-request", message);
        assert.equal(await world.sets.exists(owner, name), false);
      }
      await world.sets.create(owner, { name: "n".repeat(64), ...fresh });
      assert.equal(await world.sets.exists(owner, "\u0000"), false);
    });

    test("a set that is not there is not found", async () => {
      await using world = await openSets(engine);
      const message = "Configuration set <news> does not exist.";
      await refused(world.sets.get(owner, "news"), "unknown-configuration-set", message);
      await refused(
        world.sets.putOptions(owner, "news", { sendingEnabled: false }),
        "unknown-configuration-set",
        message,
      );
      await refused(world.sets.putOptions(owner, "news", {}), "unknown-configuration-set", message);
      await refused(world.sets.remove(owner, "news"), "unknown-configuration-set", message);
    });

    test("putting one group leaves the others; putting nothing clears it", async () => {
      await using world = await openSets(engine);
      const vdm = { engagementMetrics: "ENABLED", optimizedSharedDelivery: undefined } as const;
      await world.sets.create(owner, { name: "news", options: { vdm, sendingEnabled: false }, tags: [] });
      await world.sets.putOptions(owner, "news", {
        suppression: { reasons: [], scope: undefined, validation: undefined },
      });
      const put = await world.sets.get(owner, "news");
      assert.deepEqual(put.suppression?.reasons, []);
      assert.deepEqual([put.vdm?.engagementMetrics, put.sendingEnabled], ["ENABLED", false]);
      await world.sets.putOptions(owner, "news", { suppression: undefined, vdm: undefined });
      const cleared = await world.sets.get(owner, "news");
      assert.deepEqual([cleared.suppression, cleared.vdm], [undefined, undefined]);
    });

    test("tracking needs a verified domain; nothing at all clears it", async () => {
      await using world = await openSets(engine);
      const put = async (customRedirectDomain?: string, httpsPolicy?: "REQUIRE") =>
        await world.sets.putOptions(owner, "news", { tracking: { customRedirectDomain, httpsPolicy } });
      const unspecified = "CustomRedirectDomain must be specified.";
      const unverified = "Domain <example.org> is not verified under this account.";
      await refused(
        put("example.org"),
        "unknown-configuration-set",
        "Configuration set <news> does not exist.",
      );
      await world.sets.create(owner, { name: "news", ...fresh });
      await refused(put(undefined, "REQUIRE"), "invalid-tracking-options", unspecified);
      await refused(put(" "), "invalid-tracking-options", unspecified);
      await refused(put("example.org"), "invalid-tracking-options", unverified);
      await put("click.example.com", "REQUIRE");
      assert.equal((await world.sets.get(owner, "news")).tracking?.httpsPolicy, "REQUIRE");
      await put();
      assert.equal((await world.sets.get(owner, "news")).tracking, undefined);
      const tracking = { customRedirectDomain: "example.org", httpsPolicy: undefined };
      await refused(
        world.sets.create(owner, { name: "other", options: { tracking }, tags: [] }),
        "invalid-tracking-options",
        unverified,
      );
      assert.equal(await world.sets.exists(owner, "other"), false);
    });

    test("a sending pool that is unknown is refused; delivery options without a member are cleared", async () => {
      await using world = await openSets(engine);
      const delivery = {
        tlsPolicy: "REQUIRE",
        sendingPool: undefined,
        maxDeliverySeconds: undefined,
      } as const;
      await world.sets.create(owner, { name: "news", options: { delivery }, tags: [] });
      const put = async (change: object) =>
        await world.sets.putOptions(owner, "news", { delivery: { ...delivery, ...change } });
      await refused(put({ sendingPool: "fast" }), "bad-request", "SendingPool <fast> doesn't exist");
      await refused(put({ sendingPool: "  " }), "bad-request", "sendingPoolName can't be blank.");
      assert.equal((await world.sets.get(owner, "news")).delivery?.tlsPolicy, "REQUIRE");
      await put({ tlsPolicy: undefined });
      assert.equal((await world.sets.get(owner, "news")).delivery, undefined);
    });

    test("names are listed in their order, a page at a time, and by a part of them", async () => {
      await using world = await openSets(engine);
      for (const name of ["b", "a_1", "A", "a-1", "c"]) await world.sets.create(owner, { name, ...fresh });
      await world.sets.create(other, { name: "elsewhere", ...fresh });
      const list = async (nameContains?: string, page = {}) => {
        const { items, nextToken } = await world.sets.list(owner, { nameContains, page });
        return { items: items.map(({ name }) => name), nextToken };
      };
      assert.deepEqual((await list()).items, ["A", "a-1", "a_1", "b", "c"]);
      const first = await list(undefined, { size: 3 });
      assert.deepEqual(first.items, ["A", "a-1", "a_1"]);
      const second = await list(undefined, { size: 3, token: first.nextToken });
      assert.deepEqual(second, { items: ["b", "c"], nextToken: undefined });
      assert.deepEqual((await list("a")).items, ["A", "a-1", "a_1"]);
      assert.deepEqual((await list("_")).items, ["a_1"]);
      for (const impossible of ["%", "\u0000", "a b"]) assert.deepEqual((await list(impossible)).items, []);
    });

    test("deleting a set frees its name, its place and its tags", async () => {
      await using world = await openSets(engine);
      await world.sets.create(owner, { name: "news", options: {}, tags: [{ key: "a", value: "" }] });
      assert.equal(await world.count(), 1);
      await world.sets.remove(owner, "news");
      assert.equal(await world.count(), 0);
      await world.sets.create(owner, { name: "news", ...fresh });
      assert.deepEqual((await world.sets.get(owner, "news")).tags, []);
    });

    test("the account has room for 10,000", async () => {
      await using world = await openSets(engine);
      await world.countIs(9_999);
      await world.sets.create(owner, { name: "last", ...fresh });
      const full = "You have reached the limit of 10000 configuration sets in us-east-1.";
      await refused(world.sets.create(owner, { name: "more", ...fresh }), "limit-exceeded", full);
      assert.equal(await world.sets.exists(owner, "more"), false);
      await world.sets.remove(owner, "last");
      await world.sets.create(owner, { name: "more", ...fresh });
    });

    test("another feature's group is undone when the set is not there", async () => {
      await using world = await openSets(engine);
      await world.sets.create(owner, { name: "news", ...fresh });
      const write = async (name: string, key: string) =>
        await world.database.write([
          ...world.tags.changesToSet(owner, "identity/example.com", [{ key, value: "" }]),
          world.sets.changeRequiringExistence(owner, name),
        ]);
      await write("news", "kept");
      await refused(
        write("gone", "undone"),
        "unknown-configuration-set",
        "Configuration set <gone> does not exist.",
      );
      await refused(
        write("no name", "undone"),
        "unknown-configuration-set",
        "Configuration set <no name> does not exist.",
      );
      assert.deepEqual(await world.tags.ofResource(owner, "identity/example.com"), [
        { key: "kept", value: "" },
      ]);
    });

    test("of many who create the same set at once, one succeeds", async () => {
      await using world = await openSets(engine);
      const outcomes = await Promise.allSettled(
        Array.from({ length: 20 }, () => world.sets.create(owner, { name: "news", ...fresh })),
      );
      assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
      assert.equal(await world.count(), 1);
    });
  });
}

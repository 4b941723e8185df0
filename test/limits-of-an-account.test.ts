import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { TopicStore } from "#features/topics/index.ts";
import { UserStore } from "#features/users/index.ts";
import { openDatabase } from "#platform/database/open.ts";
import { engines, newDatabasePlace } from "./support/engines.ts";

const [account, other] = ["111122223333", "444455556666"];

for (const engine of engines) {
  describe(`what an account may have at most on ${engine}`, () => {
    test("topics, of which one that is there can be made again", async () => {
      await using place = await newDatabasePlace(engine);
      await using database = await openDatabase(place);
      const topics = new TopicStore(database);
      const owner = { account, region: "us-east-1" };
      const make = async (name: string, of = owner) =>
        await topics.insert(of, name, { createdAt: 1, most: 2 });
      await make("one");
      await make("two");
      await make("two");
      await assert.rejects(make("three"), { problem: "limit-exceeded" });
      await make("three", { account: other, region: "us-east-1" });
      await make("three", { account, region: "eu-west-1" });
      assert.equal((await topics.list(owner)).length, 2);
    });

    test("topics, though several processes make some at once", async () => {
      await using place = await newDatabasePlace(engine);
      await using database = await openDatabase(place);
      await using another = await openDatabase(place);
      const processes = [new TopicStore(database), new TopicStore(another)];
      const owner = { account, region: "us-east-1" };
      await Promise.allSettled(
        Array.from({ length: 20 }, async (_, number) => {
          await processes[number % 2]?.insert(owner, `topic-${number}`, { createdAt: 1, most: 2 });
        }),
      );
      assert.equal((await new TopicStore(database).list(owner)).length, 2);
    });

    test("users, all of whom are shown", async () => {
      await using place = await newDatabasePlace(engine);
      await using database = await openDatabase(place);
      const users = new UserStore(database);
      const make = async (number: number, of: string) =>
        await users.insert({
          id: `usr_${of}_${number}`,
          account: of,
          name: `user${number}.${of}`,
          passwordHash: "x",
          createdAt: number,
        });
      await Promise.all(Array.from({ length: 1_000 }, async (_, number) => await make(number, account)));
      await assert.rejects(make(1_000, account), { problem: "limit-exceeded" });
      await make(0, other);
      assert.equal((await users.ofAccount(account)).length, 1_000);
    });
  });
}

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ExportJobStore } from "#features/export-jobs/index.ts";
import { openDatabase } from "#platform/database/open.ts";
import { engines, newDatabasePlace } from "./support/engines.ts";

const now = 1_000_000;
const leaseUntil = now + 60_000;
const filter = { include: {}, exclude: {}, mostResults: undefined };
const [busy, other] = ["111111111111", "222222222222"];

for (const engine of engines) {
  describe(`export jobs of many accounts, on ${engine}`, () => {
    test("take turns: none has a second one written while another's first waits", async () => {
      await using place = await newDatabasePlace(engine);
      await using database = await openDatabase(place);
      const store = new ExportJobStore(database);
      const put = (account: string, id: string, createdAt: number, region = "us-east-1") =>
        store.insert({
          owner: { account, region },
          id,
          source: { type: "MESSAGE_INSIGHTS", from: 0, to: now, ...filter },
          format: "CSV",
          status: "CREATED",
          createdAt,
          completedAt: undefined,
          processed: 0,
          exported: 0,
          bytes: undefined,
          message: undefined,
        });
      const claimed = async (limit: number) => {
        const claims = await store.claimDue(now, { limit, leaseUntil });
        return claims.map(({ owner, id }) => `${owner.account} ${id}`).toSorted();
      };
      const ofOne = Array.from({ length: 6 }, (_, at) =>
        put(busy, `a${at}`, at, at % 2 ? "eu-west-1" : undefined),
      );
      await store.write([...ofOne, put(other, "b0", 100)]);
      assert.deepEqual(await claimed(2), [`${busy} a0`, `${other} b0`]);
      // What is under way counts, too.
      await store.write([put("333333333333", "c0", 200)]);
      assert.deepEqual(await claimed(1), ["333333333333 c0"]);
      assert.deepEqual(
        await claimed(9),
        ["a1", "a2", "a3", "a4", "a5"].map((id) => `${busy} ${id}`),
      );
    });
  });
}

import assert from "node:assert/strict";
import { test } from "node:test";
import { GatheredCounts } from "./gathered-counts.ts";

const owner = { account: "000000000000", region: "us-east-1" };

test("what is counted while counts are being written is written as one, and none is lost by a write that fails", async () => {
  const writes: { readonly n: number; readonly end: (failed: boolean) => void }[] = [];
  const counts = new GatheredCounts(
    async (written) =>
      await new Promise((resolve, reject) => {
        const n = written.reduce((sum, count) => sum + count.n, 0);
        writes.push({ n, end: (failed) => (failed ? reject(new Error("out of reach")) : resolve()) });
      }),
  );
  const first = counts.add(owner, 1, 1);
  await Promise.resolve();
  const others = [counts.add(owner, 1, 2), counts.add(owner, 1, 3)];
  writes[0]?.end(true);
  await first;
  while (writes.length < 2) await Promise.resolve();
  writes[1]?.end(false);
  await Promise.all(others);
  assert.deepEqual(
    writes.map(({ n }) => n),
    [1, 6],
  );
});

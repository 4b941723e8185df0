import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { SideReader } from "./side-reader.ts";

test("after a thread that could not start, every question gets its own answer", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "signet-side-reader-"));
  t.after(async () => await rm(folder, { recursive: true }));
  const file = join(folder, "late.db");
  await using reader = new SideReader(file);
  const ask = async (n: number) => await reader.read({ sql: "select ? as n", parameters: [n] });
  await assert.rejects(ask(1));
  // The first thread's end is not told of yet: only its error.
  new DatabaseSync(file).close();
  const answers = await Promise.allSettled([ask(2), ask(3)]);
  answers.push(...(await Promise.allSettled([ask(4), ask(5)])));
  assert.deepEqual(
    answers,
    [2, 3, 4, 5].map((n) => ({ status: "fulfilled", value: [{ n }] })),
  );
});

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";

test("the threads that sign have a lower priority than the one that talks, which keeps its own", {
  skip: process.platform !== "linux" && "Only Linux gives threads priorities of their own.",
}, () => {
  const program = `
    const { lowerPoolPriority } = await import(${JSON.stringify(new URL("./pool-priority.ts", import.meta.url).href)});
    const { readdirSync, readFileSync } = await import("node:fs");
    const { getPriority } = await import("node:os");
    const before = getPriority();
    await lowerPoolPriority();
    const pool = readdirSync("/proc/self/task")
      .filter((id) => readFileSync("/proc/self/task/" + id + "/comm", "utf8").startsWith("libuv-worker"))
      .map((id) => getPriority(Number(id)));
    console.log(JSON.stringify({ before, after: getPriority(), pool }));
  `;
  const said = execFileSync(process.execPath, ["--input-type=module", "--eval", program], {
    encoding: "utf8",
  });
  const { before, after, pool } = JSON.parse(said) as { before: number; after: number; pool: number[] };
  assert.equal(after, before);
  assert.ok(pool.length > 0);
  for (const priority of pool) assert.equal(priority, Math.min(before + 10, 19));
});

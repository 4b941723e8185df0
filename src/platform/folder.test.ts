import assert from "node:assert/strict";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { makeFolder } from "./folder.ts";

test("a folder is made with those above it, for its owner only, and may be there already", async () => {
  const base = await mkdtemp(join(tmpdir(), "signet-folder-"));
  try {
    const folder = join(base, "a", "b");
    await Promise.all([makeFolder(folder), makeFolder(folder)]);
    await makeFolder(folder);
    assert.equal((await stat(folder)).mode & 0o777, 0o700);
  } finally {
    await rm(base, { recursive: true });
  }
});

test("a place that takes no folders is refused, not tried for ever", { timeout: 5_000 }, async () => {
  if (process.platform !== "linux") return;
  await assert.rejects(makeFolder("/proc/nowhere"), { code: "ENOENT" });
});

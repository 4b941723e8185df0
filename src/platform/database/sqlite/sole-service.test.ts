import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { FolderInUse, soleServiceIn } from "./sole-service.ts";

async function newFolder() {
  const path = await mkdtemp(join(tmpdir(), "signet-test-"));
  return { path, [Symbol.asyncDispose]: async () => await rm(path, { recursive: true }) };
}

test("a folder has one service at a time", async () => {
  await using folder = await newFolder();
  {
    using _ = await soleServiceIn(folder.path);
    await assert.rejects(soleServiceIn(folder.path), FolderInUse);
  }
  using _ = await soleServiceIn(folder.path);
});

test("a service that was killed has left its folder", async () => {
  await using folder = await newFolder();
  const module = new URL("sole-service.ts", import.meta.url).href;
  const holder = spawn(process.execPath, [
    "--input-type=module",
    "--eval",
    `const { soleServiceIn } = await import(${JSON.stringify(module)});
     globalThis.held = await soleServiceIn(${JSON.stringify(folder.path)});
     console.log("held");
     setInterval(() => {}, 60_000);`,
  ]);
  await once(holder.stdout, "data");
  await assert.rejects(soleServiceIn(folder.path), FolderInUse);
  holder.kill("SIGKILL");
  await once(holder, "exit");
  using _ = await soleServiceIn(folder.path);
});

import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { masterKeyIn } from "./master-key.ts";

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "signet-key-"));
  try {
    await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

test("processes that start at once end up with one key, which only its owner may read", async () => {
  await inFolder(async (folder) => {
    const keys = await Promise.all(Array.from({ length: 8 }, async () => await masterKeyIn(folder)));
    for (const key of keys) assert.deepEqual(key, keys[0]);
    assert.deepEqual(await readdir(folder), ["master.key"]);
    if (process.platform !== "win32") {
      assert.equal((await stat(join(folder, "master.key"))).mode & 0o777, 0o600);
    }
  });
});

test("the draft that a killed process of the same id left behind is in nobody's way", async () => {
  await inFolder(async (folder) => {
    await writeFile(join(folder, `master.key.${process.pid}`), "half a k");
    assert.equal((await masterKeyIn(folder)).length, 32);
  });
});

test("a file that holds no key is an error, and stays as it is", async () => {
  await inFolder(async (folder) => {
    await writeFile(join(folder, "master.key"), "AAAA\n");
    await assert.rejects(masterKeyIn(folder), {
      name: "WrongMasterKey",
      message: /does not hold a master key: 32 bytes as .* or as base64\. Put the right one back/,
    });
    assert.equal(await readFile(join(folder, "master.key"), "utf8"), "AAAA\n");
  });
});

test("a file may hold the key in hexadecimal digits, as SIGNET_MASTER_KEY may", async () => {
  await inFolder(async (folder) => {
    const key = new Uint8Array(32).fill(0xab);
    await writeFile(join(folder, "master.key"), `${key.toHex()}\n`);
    assert.deepEqual(new Uint8Array(await masterKeyIn(folder)), key);
  });
});

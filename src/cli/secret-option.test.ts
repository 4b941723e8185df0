import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { readSecret } from "./secret-option.ts";

test("a secret is what was given, or what a file has in it without the space around it", async () => {
  await using folder = await newFolder();
  const file = await folder.file(" the-secret\n");
  assert.equal(await readSecret("--api-key", undefined), undefined);
  assert.equal(await readSecret("--api-key", "the-secret"), "the-secret");
  assert.equal(await readSecret("--api-key", `@${file}`), "the-secret");
});

test("a secret that is empty is said to be, with its file", async () => {
  await using folder = await newFolder();
  const file = await folder.file("\n");
  const failure = (message: string) => ({ name: "Failure", message });
  await assert.rejects(readSecret("--api-key", `@${file}`), failure(`--api-key: ${file} is empty.`));
  await assert.rejects(readSecret("--api-key", ""), failure("--api-key is empty."));
  await assert.rejects(
    readSecret("--api-key", "@"),
    failure("--api-key @: expected a file's name after the @."),
  );
});

async function newFolder() {
  const path = await mkdtemp(join(tmpdir(), "signet-test-"));
  return {
    file: async (content: string) => {
      const file = join(path, "secret");
      await writeFile(file, content);
      return file;
    },
    [Symbol.asyncDispose]: async () => await rm(path, { recursive: true }),
  };
}

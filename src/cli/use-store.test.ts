import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { signet } from "#test/support/command-line.ts";

test("who works on a folder without a database is told that one was made, once", async () => {
  const folder = await mkdtemp(join(tmpdir(), "signet-test-"));
  try {
    const first = await signet(["keys", "list"], { SIGNET_DATA: folder });
    assert.match(
      first.err,
      /^There was no database in .*; one was made\. .*SIGNET_DATA, SIGNET_DATABASE_URL/,
    );
    assert.equal(first.code, 0);
    assert.equal((await signet(["keys", "list"], { SIGNET_DATA: folder })).err, "");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test("users are made and listed in JSON too", async () => {
  const folder = await mkdtemp(join(tmpdir(), "signet-test-"));
  const settings = { SIGNET_DATA: folder };
  try {
    const made = JSON.parse((await signet(["users", "create", "ann", "--json"], settings)).out) as object;
    assert.deepEqual({ ...made, password: "" }, { name: "ann", account: "000000000000", password: "" });
    const given = await signet(["users", "create", "bob", "--password", "0123456789", "--json"], settings);
    assert.deepEqual(JSON.parse(given.out), { name: "bob", account: "000000000000" });
    const listed = JSON.parse((await signet(["users", "list", "--json"], settings)).out) as {
      name: string;
    }[];
    assert.deepEqual(
      listed.map(({ name }) => name),
      ["ann", "bob"],
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

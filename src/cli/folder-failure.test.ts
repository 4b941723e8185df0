import assert from "node:assert/strict";
import { copyFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { sqliteFileIn } from "#platform/database/open.ts";
import { signet } from "#test/support/command-line.ts";
import { newDatabasePlace } from "#test/support/engines.ts";
import { explainedFolder } from "./folder-failure.ts";

test("a data folder that cannot be used is named, with what to do", async () => {
  await using place = await newDatabasePlace("sqlite", { begun: true });
  const file = join(place.folder, "a-file");
  await writeFile(file, "");
  const said = async (folder: string) => {
    const { code, err } = await signet(["keys", "list"], { SIGNET_DATA: folder });
    assert.equal(code, 1);
    return err;
  };
  assert.match(await said(file), /There can be no database in .*a-file: it is no folder, .* SIGNET_DATA/);
  assert.match(
    await said(join(file, "below")),
    /^signet: The folder .*a-file.below cannot be made\. .* SIGNET_DATA .*ENOTDIR/,
  );
  const database = sqliteFileIn(place.folder);
  await copyFile(import.meta.filename, database);
  await truncate(database, 4096);
  assert.match(await said(place.folder), /is damaged, or none of SQLite's\. Restore it from a backup/);
});

test("what the system or SQLite refuses has words of its own, and what is not about the folder stays as it is", () => {
  const words = (message: string, members: object = {}) =>
    String(explainedFolder(Object.assign(new Error(message), members), "/var/lib/signet"));
  const path = "/var/lib/signet/master.key";
  assert.match(words("?", { code: "EACCES", path }), /master\.key may not be used by .*SIGNET_DATA/);
  assert.match(words("?", { code: "EROFS", path: "/var/lib" }), /takes no writes/);
  assert.match(words("?", { code: "ENOSPC", path }), /no room where \/var\/lib\/signet is/);
  assert.match(words("SQLite: database or disk is full"), /no room where \/var\/lib\/signet is/);
  assert.match(words("SQLite: attempt to write a readonly database"), /may not be written by/);
  const others: [message: string, members?: object][] = [
    ["SQLite: no such table"],
    ["there is no room in the readonly database"],
    ["?", { code: "EACCES", path: "/etc/shadow" }],
    ["?", { code: "EADDRINUSE" }],
  ];
  for (const [message, members] of others) assert.equal(words(message, members), `Error: ${message}`);
});

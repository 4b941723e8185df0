import assert from "node:assert/strict";
import { access, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { masterKeyFileIn } from "#platform/master-key.ts";
import { signet } from "./support/command-line.ts";
import { type DatabasePlace, engines, newDatabasePlace } from "./support/engines.ts";

function settingsFor({ folder, url }: DatabasePlace): Record<string, string> {
  return { SIGNET_DATA: folder, ...(url === undefined ? {} : { SIGNET_DATABASE_URL: url }) };
}

for (const engine of engines) {
  test(`a backup is made with the master key that opens it, or not at all, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    const settings = settingsFor(place);
    assert.equal((await signet(["keys", "create"], settings)).code, 0);
    const file = join(place.folder, "backup.signet");
    const refusedWith = async (more: Record<string, string>, why: RegExp) => {
      const { code, err } = await signet(["export", file], { ...settings, ...more });
      assert.match(err, why);
      assert.equal(code, 78);
      await assert.rejects(access(file), { code: "ENOENT" });
    };
    await refusedWith({ SIGNET_MASTER_KEY: "ab".repeat(32) }, /sealed under another master key/);
    const kept = masterKeyFileIn(place.folder);
    await writeFile(kept, "not a key\n");
    await refusedWith({}, /master\.key does not hold a master key: .* Put the right one back/);
    assert.equal((await signet(["keys", "list"], settings)).code, 78);
    await rm(kept);
    await refusedWith({}, /sealed under a master key, and there is none at .*master\.key/);
  });

  test(`where nothing was kept there is nothing to back up, and the place is named, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine, { empty: true });
    const file = join(place.folder, "backup.signet");
    for (const more of [{}, { SIGNET_MASTER_KEY: "ab".repeat(32) }]) {
      const { code, err } = await signet(["export", file], { ...settingsFor(place), ...more });
      assert.match(
        err,
        /^signet: There is nothing to export: no database of Signet is (in \/.*|at SIGNET_DATABASE_URL)\.\n$/,
      );
      assert.equal(code, 1);
    }
    await assert.rejects(access(file), { code: "ENOENT" });
  });
}

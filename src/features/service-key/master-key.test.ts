import assert from "node:assert/strict";
import { access, rename } from "node:fs/promises";
import { test } from "node:test";
import { openDatabase } from "#platform/database/open.ts";
import { masterKeyFileIn, WrongMasterKey } from "#platform/master-key.ts";
import { secretsUnder } from "#platform/secrets.ts";
import { engines, newDatabasePlace } from "#test/support/engines.ts";
import { HandClock } from "#test/support/hand-clock.ts";
import { openMasterKey, requireSameMasterKey, ServiceKeyStore } from "./index.ts";

for (const engine of engines) {
  test(`a process with another master key does not start on the store, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await using database = await openDatabase(place);
    const start = async (byte: number) =>
      await requireSameMasterKey({
        store: new ServiceKeyStore(database),
        secrets: secretsUnder(new Uint8Array(32).fill(byte)),
        clock: new HandClock(),
      });
    await Promise.all([start(1), start(1)]);
    await start(1);
    await assert.rejects(start(2), WrongMasterKey);
  });

  test(`a master key that was lost is asked for, and no other one made in its place, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await using database = await openDatabase(place);
    const { folder } = place;
    const parts = { store: new ServiceKeyStore(database), given: undefined, folder, clock: new HandClock() };
    const [made, other] = await Promise.all([openMasterKey(parts), openMasterKey(parts)]);
    assert.deepEqual(made, other);
    const file = masterKeyFileIn(folder);
    await rename(file, `${file}.kept`);
    await assert.rejects(openMasterKey(parts), {
      name: "WrongMasterKey",
      message: /there is none at .*master\.key/,
    });
    await assert.rejects(access(file), { code: "ENOENT" });
    assert.deepEqual(await openMasterKey({ ...parts, given: made }), made);
    await rename(`${file}.kept`, file);
    assert.deepEqual(await openMasterKey(parts), made);
  });
}

import assert from "node:assert/strict";
import { test } from "node:test";
import { openDatabase } from "#platform/database/open.ts";
import { OtherMasterKey } from "#platform/master-key.ts";
import { secretsUnder } from "#platform/secrets.ts";
import { engines, newDatabasePlace } from "#test/support/engines.ts";
import { HandClock } from "#test/support/hand-clock.ts";
import { requireSameMasterKey, ServiceKeyStore } from "./index.ts";

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
    await assert.rejects(start(2), OtherMasterKey);
  });
}

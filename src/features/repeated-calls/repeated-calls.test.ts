import assert from "node:assert/strict";
import { test } from "node:test";
import { openDatabase } from "#platform/database/open.ts";
import { CallerError } from "#platform/errors.ts";
import { engines, newDatabasePlace } from "#test/support/engines.ts";
import { HandClock } from "#test/support/hand-clock.ts";
import { RepeatedCallStore, RepeatedCalls } from "./index.ts";

const owner = { account: "000000000000", region: "us-east-1" };

for (const engine of engines) {
  test(`what went wrong is told also where the key cannot be freed any more, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    const database = await openDatabase(place);
    const warned: object[] = [];
    const log = { info() {}, warn: (fields: object) => void warned.push(fields), error() {} };
    const calls = new RepeatedCalls({ store: new RepeatedCallStore(database), clock: new HandClock(), log });
    const call = { key: "k", by: undefined, requestHash: Buffer.alloc(32) };
    const refused = new CallerError("not-found", "There is none.");
    const once = calls.once(owner, call, async () => {
      await database[Symbol.asyncDispose]();
      throw refused;
    });
    await assert.rejects(once, refused);
    assert.equal(warned.length, 1);
  });
}

import assert from "node:assert/strict";
import { createPublicKey } from "node:crypto";
import { describe, test } from "node:test";
import { systemClock } from "#platform/clock.ts";
import { type Database, openDatabase } from "#platform/database/open.ts";
import { systemRandom } from "#platform/random.ts";
import { secretsUnder } from "#platform/secrets.ts";
import { engines, newDatabasePlace } from "#test/support/engines.ts";
import { ServiceKey, ServiceKeyStore } from "./index.ts";

function keyOn(database: Database, masterKeyByte = 1): ServiceKey {
  const secrets = secretsUnder(new Uint8Array(32).fill(masterKeyByte));
  return new ServiceKey({
    store: new ServiceKeyStore(database),
    secrets,
    clock: systemClock,
    random: systemRandom,
  });
}

for (const engine of engines) {
  describe(`the service's key on ${engine}`, () => {
    test("processes that start together agree on one key, and so does a later one", async () => {
      await using place = await newDatabasePlace(engine);
      await using database = await openDatabase(place);
      const [one, other] = await Promise.all([keyOn(database).open(), keyOn(database).open()]);
      const later = await keyOn(database).open();
      assert.equal(one.selector, other.selector);
      assert.equal(one.publicKeyBase64, other.publicKeyBase64);
      assert.equal(one.publicKeyBase64, later.publicKeyBase64);
      const derived = createPublicKey(later.privateKey).export({ format: "der", type: "spki" });
      assert.equal(derived.toString("base64"), later.publicKeyBase64);
      assert.match(one.selector, /^[a-z2-7]{16}$/);
    });

    test("another master key does not open it", async () => {
      await using place = await newDatabasePlace(engine);
      await using database = await openDatabase(place);
      await keyOn(database, 1).open();
      await assert.rejects(keyOn(database, 2).open());
    });
  });
}

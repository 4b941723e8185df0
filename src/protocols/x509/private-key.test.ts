import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import { assertTakesLess } from "#test/support/processor-time.ts";
import { integer, objectIdentifier, octets, sequence } from "./der.ts";
import { readKey } from "./private-key.ts";

const rsa = generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey;
const elliptic = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;

test("a private key is read in each form that tools write", () => {
  for (const [key, type] of [
    [rsa, "pkcs1"],
    [rsa, "pkcs8"],
    [elliptic, "sec1"],
    [elliptic, "pkcs8"],
  ] as const) {
    const der = key.export({ format: "der", type });
    assert.deepEqual(readKey(der)?.export({ format: "der", type }), der);
    assert.equal(readKey(der.subarray(0, -1)), undefined);
    const followed = Buffer.concat([der, Buffer.from("\n")]);
    assert.ok(readKey(followed), "what follows a key is none of it");
  }
});

test("a key whose reading alone would take a minute is not read", async () => {
  const plain = rsa.export({ format: "der", type: "pkcs8" });
  const large = Buffer.alloc(4_000, 0xb7);
  const numbers = sequence(integer(large), integer(large.subarray(0, 32)), integer(large.subarray(1)));
  for (const algorithm of ["1.2.840.10040.4.1", "1.2.840.113549.1.3.1", "1.2.840.10046.2.1"]) {
    const der = sequence(
      integer(Buffer.of(0)),
      sequence(objectIdentifier(algorithm), numbers),
      octets(integer(large.subarray(2))),
    );
    await assertTakesLess(
      10,
      () => assert.equal(readKey(der), undefined),
      () => assert.ok(readKey(plain)),
    );
  }
});

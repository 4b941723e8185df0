import assert from "node:assert/strict";
import { test } from "node:test";
import { seeded } from "#protocols/testdata/seeded.ts";
import { GatheredOctets } from "./gathered-octets.ts";

test("pieces of any size come out as they went in", () => {
  const random = seeded(20261126);
  for (let round = 0; round < 200; round++) {
    const pieces = Array.from({ length: random.below(60) }, () =>
      Buffer.from("x".repeat(random.below(random.below(2) === 0 ? 5 : 70_000)) + String(round)),
    );
    const gathered = new GatheredOctets();
    for (const piece of pieces) gathered.add(piece);
    const all = Buffer.concat(pieces);
    assert.equal(gathered.length, all.length);
    assert.ok(gathered.whole().equals(all));
    gathered.clear();
    assert.deepEqual([gathered.length, gathered.whole().length], [0, 0]);
  }
});

test("a million pieces of three octets are kept in a few blocks", () => {
  const gathered = new GatheredOctets();
  for (let pieces = 0; pieces < 1_000_000; pieces++) gathered.add(Buffer.from("\r\n."));
  assert.ok(gathered.blocks < 100, `${gathered.blocks} blocks`);
  assert.equal(gathered.whole().length, 3_000_000);
});

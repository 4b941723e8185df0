import assert from "node:assert/strict";
import { test } from "node:test";
import { HeldOctets } from "./held-octets.ts";

test("who holds most gives way to who holds less, and nobody else", () => {
  const room = new HeldOctets(100);
  const forgotten: string[] = [];
  const open = (party: string, name: string) => room.open(party, () => forgotten.push(name));
  const [first, second, whole] = [open("far", "first"), open("far", "second"), open("near", "whole")];
  assert.ok(room.take(first, 30) && room.take(second, 40) && room.take(whole, 30));
  assert.ok(room.keep(whole));
  assert.ok(!room.take(second, 1), "they are as many already");
  const other = open("other", "other");
  assert.ok(room.take(other, 10));
  assert.deepEqual(forgotten, ["first"]);
  assert.ok(!room.keep(first));
  assert.ok(!room.take(first, 1));
  assert.ok(room.take(other, 28));
  assert.deepEqual(forgotten, ["first", "second"]);
  assert.ok(!room.take(other, 33), "what is whole is being worked on");
  for (const one of [whole, other, first]) room.drop(one);
  assert.ok(room.take(open("far", "all"), 100));
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { readWireName } from "./wire-name.ts";

const octets = (...parts: (string | number)[]) =>
  Buffer.concat(
    parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.of(part))),
  );

test("labels are read up to the root, pointers followed backwards", () => {
  const packet = octets(7, "Example", 0, 1, "a", 0xc0, 0, 0xc0, 9);
  assert.deepEqual(readWireName(packet, 0), { name: "Example", end: 9 });
  assert.deepEqual(readWireName(packet, 9), { name: "a.Example", end: 13 });
  assert.deepEqual(readWireName(packet, 13), { name: "a.Example", end: 15 });
  assert.equal(readWireName(packet, 9, 0), undefined);
});

test("octets that text would confuse are escaped", () => {
  assert.equal(readWireName(octets(3, "a.b", 1, "c", 0), 0)?.name, "a\\046b.c");
  assert.equal(readWireName(octets(4, "\\ \0\xff", 0), 0)?.name, "\\092\\032\\000\\255");
});

test("what is cut off, turns in a circle, is too long or of another kind is no name", () => {
  const labels = (count: number) =>
    octets(...Array.from({ length: count }, () => [63, "a".repeat(63)]).flat(), 0);
  assert.equal(readWireName(labels(3), 0)?.end, 193);
  const bad = [
    octets(),
    octets(3, "ab"),
    octets(1, "a"),
    octets(0xc0),
    octets(0xc0, 0),
    octets(1, "a", 0xc0, 0),
    octets(0x40, 0),
    octets(0x80, 0),
    labels(4),
  ];
  for (const packet of bad) assert.equal(readWireName(packet, 0), undefined, packet.toString("hex"));
});

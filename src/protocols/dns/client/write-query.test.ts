import assert from "node:assert/strict";
import { test } from "node:test";
import { decode } from "dns-packet";
import { writeQuery } from "./write-query.ts";

test("dns-packet reads the question, the flags and the payload size", () => {
  const wire = writeQuery(
    { name: "tok._domainkey.example.test", type: "CNAME" },
    { recursionDesired: true, checkingDisabled: true },
    () => false,
  );
  assert.ok(wire);
  const packet = decode(wire.bytes);
  assert.deepEqual(packet.questions, [{ name: "tok._domainkey.example.test", type: "CNAME", class: "IN" }]);
  assert.deepEqual([packet.flag_rd, packet.flag_cd, packet.flag_qr], [true, true, false]);
  const [opt] = packet.additionals ?? [];
  assert.ok(opt?.type === "OPT");
  assert.equal(opt.udpPayloadSize, 1232);
});

test("the coin decides the case of letters and of nothing else", () => {
  const wire = writeQuery({ name: "a-1._b.test", type: "A" }, {}, () => true, false);
  assert.ok(wire);
  const packet = decode(wire.bytes);
  assert.equal(packet.questions?.[0]?.name, "A-1._B.TEST");
  assert.equal(wire.questionEnd, wire.bytes.length);
});

test("the root can be asked about", () => {
  const wire = writeQuery({ name: "", type: "NS" }, {}, () => true);
  assert.ok(wire);
  assert.equal(decode(wire.bytes).questions?.[0]?.name, ".");
});

test("names that have no wire form are refused", () => {
  for (const name of [
    "a..b",
    ".a",
    "a.",
    "ä.test",
    "a b",
    `${"x".repeat(64)}.test`,
    "a\0b",
    "x.".repeat(127) + "y",
  ]) {
    assert.equal(
      writeQuery({ name, type: "A" }, {}, () => false),
      undefined,
      name,
    );
  }
});

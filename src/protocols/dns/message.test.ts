import assert from "node:assert/strict";
import { test } from "node:test";
import { type Answer, encode, type Packet } from "dns-packet";
import { seeded } from "#protocols/testdata/seeded.ts";
import { decodeMessage } from "./message.ts";

const soa = {
  mname: "ns.example",
  rname: "admin.example",
  serial: 1,
  refresh: 2,
  retry: 3,
  expire: 4,
  minimum: 5,
};
const answers: Answer[] = [
  { name: "a.example", type: "CNAME", ttl: 60, data: "b.example" },
  { name: "b.example", type: "TXT", ttl: 60, data: [Buffer.from("one"), Buffer.from("two")] },
  { name: "b.example", type: "MX", ttl: 60, data: { preference: 10, exchange: "mx.example" } },
  { name: "b.example", type: "A", ttl: 60, data: "192.0.2.1" },
];
const packet: Packet = {
  type: "response",
  id: 7,
  questions: [{ name: "a.example", type: "TXT" }],
  answers,
  authorities: [{ name: "example", type: "SOA", ttl: 60, data: soa }],
};
const good = encode(packet);

function reasonFor(octets: Uint8Array): string {
  const decoded = decodeMessage(octets);
  return decoded.ok ? "" : decoded.reason;
}

function changed(change: (octets: Buffer) => void): Buffer {
  const octets = Buffer.from(good);
  change(octets);
  return octets;
}

test("a good message is read", () => {
  const decoded = decodeMessage(good);
  assert.ok(decoded.ok);
  assert.deepEqual(
    decoded.message.answers?.map(({ type }) => type),
    ["CNAME", "TXT", "MX", "A"],
  );
});

test("a message is refused for what is wrong with it", () => {
  assert.match(reasonFor(good.subarray(0, 11)), /shorter/);
  assert.match(reasonFor(Buffer.alloc(65_536)), /longer/);
  assert.match(reasonFor(changed((octets) => octets.writeUInt16BE(0xffff, 6))), /counts more/);
  assert.match(reasonFor(good.subarray(0, -1)), /ends inside/);
  // The name of the question becomes a pointer to itself.
  assert.match(reasonFor(changed((octets) => octets.writeUInt16BE(0xc00c, 12))), /a name/);
  // "a.example" becomes one label with a dot in it.
  const dotted = changed((octets) => octets.writeUInt8(0x2e, 13));
  assert.match(reasonFor(dotted), /a name/);
});

test("data whose name does not end where the record does is refused", () => {
  const one = encode({ type: "response", answers: [{ name: "a", type: "CNAME", ttl: 1, data: "bb" }] });
  const lengthAt = 12 + 3 + 8;
  assert.equal(one.readUInt16BE(lengthAt), 4);
  const longer = Buffer.concat([one, Buffer.of(0)]);
  longer.writeUInt16BE(5, lengthAt);
  assert.match(reasonFor(longer), /not of its type/);
});

test("no octets make it throw", () => {
  const random = seeded(4);
  for (let index = 0; index < 10_000; index += 1) {
    const octets = index % 5 === 0 ? Buffer.from(random.bytes(random.below(120))) : Buffer.from(good);
    for (let change = random.below(5); change > 0; change -= 1) {
      if (octets.length > 0) octets[random.below(octets.length)] = random.below(256);
    }
    decodeMessage(octets.subarray(0, index % 3 === 0 ? random.below(octets.length + 1) : octets.length));
  }
});

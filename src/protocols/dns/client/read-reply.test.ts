import assert from "node:assert/strict";
import { test } from "node:test";
import type { Answer } from "dns-packet";
import { encode } from "dns-packet";
import { readReply } from "./read-reply.ts";

const name = "Www.Example.test";
const questionEnd = 12 + name.length + 2 + 4;
const answers: Answer[] = [
  { type: "A", name, ttl: 60, class: "IN", data: "192.0.2.1" },
  { type: "AAAA", name, ttl: 60, class: "IN", data: "2001:db8::1" },
  { type: "CNAME", name, ttl: 60, class: "IN", data: "Target.test" },
  { type: "NS", name, ttl: 60, class: "IN", data: "ns.test" },
  { type: "MX", name, ttl: 60, class: "IN", data: { preference: 10, exchange: "mx.test" } },
  { type: "TXT", name, ttl: 60, class: "IN", data: ["a", "b"] },
];

function packet(parts: { answers?: Answer[]; additionals?: Answer[]; flags?: number } = {}): Buffer {
  return encode({
    type: "response",
    id: 1,
    flags: 0x400,
    questions: [{ type: "A", name }],
    answers,
    ...parts,
  });
}

test("reads what dns-packet writes", () => {
  const reply = readReply(packet(), questionEnd);
  assert.equal(reply?.rcode, "NOERROR");
  assert.equal(reply.authoritative, true);
  assert.deepEqual(
    reply.answers.map(({ name: owner, type, ttl }) => [owner, type, ttl]),
    answers.map(({ type }) => ["www.example.test", type, 60]),
  );
  assert.deepEqual(reply.answers[1], {
    name: "www.example.test",
    ttl: 60,
    type: "AAAA",
    address: "2001:db8::1",
  });
  assert.deepEqual(reply.answers[2], {
    name: "www.example.test",
    ttl: 60,
    type: "CNAME",
    target: "target.test",
  });
});

test("of more records than it reads in one section, none is taken for one of the next", () => {
  const many = Array.from({ length: 150 }, () => answers[0] as Answer);
  const authorities: Answer[] = [{ type: "NS", name, ttl: 60, class: "IN", data: "ns.test" }];
  const bytes = encode({
    type: "response",
    id: 1,
    questions: [{ type: "A", name }],
    answers: many,
    authorities,
  });
  const reply = readReply(bytes, questionEnd);
  assert.equal(reply?.answers.length, 100);
  assert.deepEqual(
    reply.authority.map(({ type }) => type),
    ["NS"],
  );
});

test("a message of long names, each a pointer, is not unpacked into a hundred times as much", () => {
  const label = (octet: number, length: number) =>
    Buffer.concat([Buffer.of(length), Buffer.alloc(length, octet)]);
  const longName = Buffer.concat([label(1, 63), label(2, 63), label(3, 63), label(4, 60), Buffer.of(0)]);
  const record = (owner: Buffer, type: number, data: Buffer) => {
    const fixed = Buffer.alloc(10);
    fixed.writeUInt16BE(type, 0);
    fixed.writeUInt16BE(1, 2);
    fixed.writeUInt16BE(data.length, 8);
    return Buffer.concat([owner, fixed, data]);
  };
  const question = encode({ type: "response", id: 1, questions: [{ type: "A", name }] });
  const pointer = Buffer.of(0xc0, question.length + 11);
  const alias = record(pointer, 5, pointer);
  const bytes = Buffer.concat([
    question,
    record(Buffer.of(0), 65_280, longName),
    ...Array.from({ length: 290 }, () => alias),
  ]);
  bytes.writeUInt16BE(101, 6);
  bytes.writeUInt16BE(100, 8);
  bytes.writeUInt16BE(90, 10);
  const reply = readReply(bytes, questionEnd);
  assert.ok(reply);
  assert.ok(JSON.stringify(reply).length < 40_000, String(JSON.stringify(reply).length));
});

test("of a text in tens of thousands of strings, as many are read as a text of full length has", () => {
  const texts = (strings: Buffer[]): Answer[] => [{ type: "TXT", name, ttl: 60, class: "IN", data: strings }];
  const lengthOf = (strings: Buffer[]) => {
    const [record] = readReply(packet({ answers: texts(strings) }), questionEnd)?.answers ?? [];
    return record?.type === "TXT" ? Buffer.concat(record.strings).length : undefined;
  };
  assert.equal(lengthOf(Array.from({ length: 30_000 }, () => Buffer.of(0x61))), 300);
  assert.equal(lengthOf(Array.from({ length: 250 }, () => Buffer.alloc(255, 0x61))), 63_750);
});

test("of hundreds of texts in hundreds of strings, no more strings are read than of a few", () => {
  const strings = Array.from({ length: 300 }, () => Buffer.alloc(0));
  const texts = Array.from({ length: 70 }, (): Answer => {
    return { type: "TXT", name: ".", ttl: 60, class: "IN", data: strings };
  });
  const bytes = encode({
    type: "response",
    id: 1,
    questions: [{ type: "A", name }],
    answers: texts,
    authorities: texts,
    additionals: texts,
  });
  const reply = readReply(bytes, questionEnd);
  assert.ok(reply);
  const read = [...reply.answers, ...reply.authority, ...reply.additional];
  assert.equal(read.length, 210);
  const count = read.reduce((sum, one) => sum + (one.type === "TXT" ? one.strings.length : 0), 0);
  assert.equal(count, 1_000);
});

test("a hundred texts such as a domain has that many services know are read whole", () => {
  const strings = [Buffer.alloc(255, 0x61), Buffer.alloc(150, 0x62)];
  const texts = Array.from({ length: 100 }, (): Answer => {
    return { type: "TXT", name, ttl: 60, class: "IN", data: strings };
  });
  const read = readReply(packet({ answers: texts }), questionEnd)?.answers ?? [];
  assert.equal(read.length, 100);
  for (const one of read) assert.deepEqual(one.type === "TXT" ? one.strings : [], strings);
});

test("leaves out what it does not know: other types, other classes", () => {
  const others: Answer[] = [
    { type: "PTR", name, class: "IN", data: "x.test" },
    { type: "A", name, class: "CH", data: "192.0.2.1" },
  ];
  assert.deepEqual(readReply(packet({ answers: others }), questionEnd)?.answers, []);
});

test("reads extended errors and extended response codes", () => {
  const option = { code: 15, data: Buffer.from([0, 7, 0x6f]) };
  const opt: Answer = {
    type: "OPT",
    name: ".",
    udpPayloadSize: 512,
    extendedRcode: 1,
    ednsVersion: 0,
    flags: 0,
    flag_do: false,
    options: [option as never],
  };
  const reply = readReply(packet({ answers: [], additionals: [opt] }), questionEnd);
  assert.deepEqual(reply?.extendedErrors, [7]);
  assert.equal(reply.rcode, "BADVERS");
});

test("a dot inside a label is not taken for one between two", () => {
  const record: Answer = { type: "CNAME", name, class: "IN", data: "aXb.test" };
  const bytes = packet({ answers: [record] });
  bytes[bytes.lastIndexOf("X")] = 0x2e;
  const [answer] = readReply(bytes, questionEnd)?.answers ?? [];
  assert.ok(answer?.type === "CNAME");
  assert.notEqual(answer.target, "a.b.test");
});

test("a cut-off answer is damaged, unless it says so itself", () => {
  const bytes = packet();
  for (let length = questionEnd; length < bytes.length; length++) {
    assert.equal(readReply(bytes.subarray(0, length), questionEnd), undefined, `${length}`);
  }
  const truncated = packet({ flags: 0x600 }).subarray(0, -3);
  assert.equal(readReply(truncated, questionEnd)?.truncated, true);
});

test("survives any octets", () => {
  let state = 20_261_123;
  const random = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
  for (let round = 0; round < 5_000; round++) {
    const bytes = packet();
    for (let change = random(12); change >= 0; change--) bytes[random(bytes.length)] = random(256);
    const reply = readReply(
      bytes.subarray(0, bytes.length - random(20)),
      random(2) === 0 ? questionEnd : random(60),
    );
    assert.ok(reply === undefined || reply.answers.length <= 100);
  }
});

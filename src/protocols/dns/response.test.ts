import assert from "node:assert/strict";
import { test } from "node:test";
import { decode, encode } from "dns-packet";
import { readQuery } from "./query.ts";
import { characterStrings, type ResourceRecord } from "./record.ts";
import { type Response, writeResponse } from "./response.ts";
import { readWireName } from "./wire-name.ts";

function responseTo(name: string, sections: Partial<Response>): Response {
  const received = readQuery(encode({ id: 9, questions: [{ name, type: "TXT" }] }));
  assert.ok(received.kind === "query");
  const { header, question, edns } = received;
  const empty = { answers: [], authorities: [], additionals: [] };
  return { header, question, edns, rcode: "NOERROR", authoritative: true, ...empty, ...sections };
}

function decoded(response: Response) {
  return decode(writeResponse(response, 65_535));
}

const soa = {
  name: "zone.example",
  ttl: 60,
  type: "SOA",
  primaryNameServer: "ns1.zone.example",
  adminMailbox: "hostmaster.zone.example",
  serial: 2 ** 32 - 1,
  refresh: 1,
  retry: 2,
  expire: 3,
  minimum: 4,
} as const;

test("every type is read back as it was written", () => {
  const owner = { name: "a.zone.example", ttl: 300 } as const;
  const records: [ResourceRecord, unknown][] = [
    [{ ...owner, type: "A", address: "192.0.2.1" }, "192.0.2.1"],
    [{ ...owner, type: "AAAA", address: "2001:db8::7" }, "2001:db8::7"],
    [{ ...owner, type: "AAAA", address: "::ffff:192.0.2.1" }, "::ffff:c000:201"],
    [{ ...owner, type: "CNAME", target: "b.zone.example" }, "b.zone.example"],
    [{ ...owner, type: "NS", target: "ns.elsewhere.test" }, "ns.elsewhere.test"],
    [
      { ...owner, type: "MX", preference: 10, exchange: "mx.zone.example" },
      { preference: 10, exchange: "mx.zone.example" },
    ],
    [{ ...owner, type: "TXT", strings: characterStrings("a b") }, [Buffer.from("a b")]],
    [
      { ...owner, type: "HINFO", cpu: "RFC8482", os: "" },
      { cpu: "RFC8482", os: "" },
    ],
  ];
  for (const [record, data] of records) {
    const [answer] = decoded(responseTo("a.zone.example", { answers: [record] })).answers ?? [];
    assert.ok(answer && "data" in answer);
    assert.deepEqual(
      [answer.name, answer.type, answer.ttl, answer.data],
      ["a.zone.example", record.type, 300, data],
    );
  }
  const [written] = decoded(responseTo("a.zone.example", { authorities: [soa] })).authorities ?? [];
  assert.ok(written?.type === "SOA");
  assert.deepEqual(written.data, {
    mname: "ns1.zone.example",
    rname: "hostmaster.zone.example",
    serial: 2 ** 32 - 1,
    refresh: 1,
    retry: 2,
    expire: 3,
    minimum: 4,
  });
});

test("a 2048-bit key fits a datagram without EDNS, because names are written once", () => {
  const name = `${"a".repeat(32)}.dkim.signet.localhost`;
  const strings = characterStrings(`v=DKIM1; k=rsa; p=${"A".repeat(392)}`);
  assert.equal(strings.length, 2);
  const octets = writeResponse(
    responseTo(name, { answers: [{ name, ttl: 300, type: "TXT", strings }] }),
    512,
  );
  assert.equal(octets.readUInt16BE(2) & 0x0200, 0);
});

test("names that end alike share their ends", () => {
  const records: ResourceRecord[] = [
    { name: "x.zone.example", ttl: 1, type: "CNAME", target: "y.zone.example" },
    { name: "y.zone.example", ttl: 1, type: "CNAME", target: "zone.example" },
  ];
  for (const name of ["zone.example", "x.zone.example", "other.test"]) {
    const { answers } = decoded(responseTo(name, { answers: records }));
    assert.deepEqual(
      answers?.map((answer) => [answer.name, "data" in answer ? answer.data : ""]),
      records.map((record) => [record.name, "target" in record ? record.target : ""]),
    );
  }
});

test("no pointer leads into a question whose octets are longer as text", () => {
  const response = responseTo("odd\u0001.zone.example", { answers: [{ ...soa, name: "x.zone.example" }] });
  const questionLength = response.question?.octets.length ?? 0;
  const owner = readWireName(writeResponse(response, 512), 12 + questionLength);
  assert.equal(owner?.name, "x.zone.example");
});

test("more than a message can hold is an error, not a broken message", () => {
  const strings = Array.from({ length: 300 }, () => Buffer.alloc(255));
  const response = responseTo("zone.example", {
    answers: [{ name: "zone.example", ttl: 1, type: "TXT", strings }],
  });
  assert.throws(() => writeResponse(response, 65_535), RangeError);
  assert.throws(
    () =>
      writeResponse(
        responseTo("a", { answers: [{ name: "a", ttl: 1, type: "TXT", strings: [Buffer.alloc(256)] }] }),
        512,
      ),
    RangeError,
  );
});

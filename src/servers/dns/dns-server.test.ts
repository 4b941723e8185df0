import assert from "node:assert/strict";
import { test } from "node:test";
import { RECURSION_DESIRED } from "dns-packet";
import type { ZoneSource } from "#protocols/dns/zone.ts";
import { converseOverTcp, edns, framed, query, read } from "./testdata/raw-client.ts";
import { long, start, textOf, typesOf } from "./testdata/world.ts";

test("an answer is authoritative, offers no recursion and gives RD back", async () => {
  await using world = await start();
  const reply = await world.udp.ask(query("tok.dkim.zone.example", "TXT", { flags: RECURSION_DESIRED }));
  assert.deepEqual(textOf(reply), ["v=DKIM1; p=abc"]);
  assert.equal(reply.id, 0x1234);
  assert.deepEqual([reply.flag_aa, reply.flag_ra, reply.flag_rd, reply.flag_tc], [true, false, true, false]);
  const without = await world.udp.ask(query("tok.dkim.zone.example", "TXT"));
  assert.equal(without.flag_rd, false);
  assert.deepEqual(without.additionals, []);
});

test("a name is found whatever its case, and the question comes back as it was asked", async () => {
  await using world = await start();
  const reply = await world.udp.ask(query("ToK.dKiM.zONE.eXAMPLE", "TXT"));
  assert.equal(reply.questions?.[0]?.name, "ToK.dKiM.zONE.eXAMPLE");
  assert.equal(textOf(reply).length, 1);
});

test("a name without the type is NODATA, a name that is not there NXDOMAIN, both with the SOA", async () => {
  await using world = await start();
  const expected = [
    ["tok.dkim.zone.example", "A", 0],
    ["dkim.zone.example", "TXT", 0],
    ["nothing.zone.example", "TXT", 3],
  ] as const;
  for (const [name, type, code] of expected) {
    const reply = await world.udp.ask(query(name, type));
    assert.equal(reply.code, code, name);
    assert.deepEqual(reply.answers, []);
    assert.deepEqual(typesOf(reply.authorities), ["SOA"]);
    const [soa] = reply.authorities ?? [];
    assert.equal(soa && "ttl" in soa ? soa.ttl : undefined, 60);
  }
});

test("what is not ours, not of the Internet, or a transfer is refused", async () => {
  await using world = await start();
  const refused = [
    query("other.test", "A"),
    query("", "NS"),
    query("tok.dkim.zone.example", "TXT", {
      questions: [{ name: "tok.dkim.zone.example", type: "TXT", class: "CH" }],
    }),
    query("zone.example", "AXFR"),
    query("zone.example", "IXFR"),
  ];
  for (const packet of refused) {
    const reply = await world.udp.ask(packet);
    assert.equal(reply.code, 5);
    assert.equal(reply.flag_aa, false);
  }
  const [overTcp] = await converseOverTcp(world.server.port, [framed(query("zone.example", "AXFR"))]);
  assert.equal(overTcp?.readUInt8(3), 5);
});

test("another opcode is NOTIMP; a question that is none, or not one, is FORMERR", async () => {
  await using world = await start();
  const good = query("tok.dkim.zone.example", "TXT");
  const changed = (change: (packet: Buffer) => void) => {
    const packet = Buffer.from(good);
    change(packet);
    return packet;
  };
  const faults: [number, Buffer][] = [
    [4, changed((packet) => packet.writeUInt8(4 << 3, 2))],
    [1, changed((packet) => packet.writeUInt16BE(0, 4))],
    [1, changed((packet) => packet.writeUInt16BE(2, 4))],
    [1, good.subarray(0, -1)],
    [1, good.subarray(0, 12)],
    [1, Buffer.concat([good, Buffer.of(0)])],
    [1, changed((packet) => packet.writeUInt16BE(0xc000, 12))],
    [1, changed((packet) => packet.writeUInt8(0x40, 12))],
    [1, changed((packet) => packet.writeUInt16BE(1, 10))],
  ];
  for (const [code, packet] of faults) {
    const reply = await world.udp.ask(packet);
    assert.deepEqual([reply.code, reply.flag_qr, reply.id], [code, true, 0x1234]);
  }
});

test("answers, and what is shorter than a header, are not answered", async () => {
  await using world = await start();
  world.udp.send(query("tok.dkim.zone.example", "TXT", { type: "response", id: 1 }));
  world.udp.send(Buffer.alloc(11));
  world.udp.send(Buffer.alloc(0));
  assert.equal((await world.udp.ask(query("tok.dkim.zone.example", "TXT", { id: 2 }))).id, 2);
});

test("EDNS is answered with EDNS, and only version 0 is understood", async () => {
  await using world = await start();
  const reply = await world.udp.ask(query("tok.dkim.zone.example", "TXT", edns(4096, { flags: 0x8000 })));
  const [opt] = reply.additionals ?? [];
  assert.ok(opt?.type === "OPT");
  assert.deepEqual([opt.udpPayloadSize, opt.ednsVersion, opt.flag_do], [1232, 0, true]);

  const badVersion = await world.udp.ask(query("tok.dkim.zone.example", "TXT", edns(4096, { version: 1 })));
  const [versionOpt] = badVersion.additionals ?? [];
  assert.ok(versionOpt?.type === "OPT");
  assert.deepEqual([badVersion.code, versionOpt.extendedRcode, badVersion.answers], [0, 1, []]);

  const [one] = edns(4096).additionals ?? [];
  assert.ok(one);
  const two = await world.udp.ask(query("tok.dkim.zone.example", "TXT", { additionals: [one, one] }));
  assert.equal(two.code, 1);
});

test("what does not fit a datagram is truncated to the question, and whole over TCP", async () => {
  await using world = await start();
  for (const extra of [{}, edns(100), edns(65_535)]) {
    const reply = await world.udp.ask(query("long.zone.example", "TXT", extra));
    assert.equal(reply.flag_tc, true);
    assert.deepEqual(reply.answers, []);
    assert.equal(reply.questions?.length, 1);
    assert.deepEqual(typesOf(reply.additionals), "additionals" in extra ? ["OPT"] : []);
  }
  const [whole] = await converseOverTcp(world.server.port, [framed(query("long.zone.example", "TXT"))]);
  assert.ok(whole);
  assert.equal(read(whole).flag_tc, false);
  assert.deepEqual(textOf(read(whole)), [long]);
});

test("a CNAME is followed as far as our own zones go", async () => {
  await using world = await start();
  const followed = await world.udp.ask(query("a.customer.example", "TXT"));
  assert.deepEqual(typesOf(followed.answers), ["CNAME", "TXT"]);
  assert.deepEqual(typesOf((await world.udp.ask(query("a.customer.example", "CNAME"))).answers), ["CNAME"]);
  const gone = await world.udp.ask(query("gone.customer.example", "TXT"));
  assert.deepEqual([gone.code, typesOf(gone.answers), typesOf(gone.authorities)], [3, ["CNAME"], ["SOA"]]);
  const out = await world.udp.ask(query("out.customer.example", "TXT"));
  assert.deepEqual([out.code, typesOf(out.answers), typesOf(out.authorities)], [0, ["CNAME"], []]);
  const loop = await world.udp.ask(query("loop.customer.example", "TXT"));
  assert.equal(loop.answers?.length, 8);
});

test("ANY gets the least there is (RFC 8482)", async () => {
  await using world = await start();
  const reply = await world.udp.ask(
    query("long.zone.example", "A", { questions: [anyQuestion("long.zone.example")] }),
  );
  assert.deepEqual(typesOf(reply.answers), ["HINFO"]);
  const absent = await world.udp.ask(
    query("no.zone.example", "A", { questions: [anyQuestion("no.zone.example")] }),
  );
  assert.equal(absent.code, 3);
});

test("ANY of an alias is the alias: nothing made up may stand beside one (RFC 8482 §4.2)", async () => {
  await using world = await start();
  const name = "a.customer.example";
  const reply = await world.udp.ask(query(name, "A", { questions: [anyQuestion(name)] }));
  assert.deepEqual(typesOf(reply.answers), ["CNAME"]);
});

test("an option of EDNS that is longer than the whole is FORMERR", async () => {
  await using world = await start();
  const whole = query("tok.dkim.zone.example", "TXT", edns(1232));
  for (const options of [Buffer.of(0, 10, 0, 9, 1), Buffer.of(0, 10, 0)]) {
    const cut = Buffer.concat([whole, options]);
    cut.writeUInt16BE(options.length, whole.length - 2);
    assert.equal((await world.udp.ask(cut)).code, 1);
  }
  const honest = Buffer.concat([whole, Buffer.of(0, 10, 0, 1, 1)]);
  honest.writeUInt16BE(5, whole.length - 2);
  assert.equal((await world.udp.ask(honest)).code, 0);
});

function anyQuestion(name: string) {
  // dns-packet knows ANY; its types do not.
  return { name, type: "ANY" as "A" };
}

test("below a cut the answer is a referral, and not authoritative", async () => {
  await using world = await start();
  const reply = await world.udp.ask(query("cut.zone.example", "A"));
  assert.equal(reply.flag_aa, false);
  assert.deepEqual(reply.answers, []);
  assert.deepEqual([typesOf(reply.authorities), typesOf(reply.additionals)], [["NS"], ["A"]]);
  const ds = await world.udp.ask(query("cut.zone.example", "DS"));
  assert.deepEqual([ds.flag_aa, typesOf(ds.authorities)], [true, ["SOA"]]);
});

test("a name can fail, be silent or be slow", async () => {
  await using world = await start();
  assert.equal((await world.udp.ask(query("broken.zone.example", "A"))).code, 2);
  world.udp.send(query("silent.zone.example", "A", { id: 1 }));
  world.udp.send(query("slow.zone.example", "A", { id: 2 }));
  assert.equal((await world.udp.ask(query("tok.dkim.zone.example", "TXT", { id: 3 }))).id, 3);
  assert.deepEqual(
    world.slept.map(({ ms }) => ms),
    [5_000],
  );
  const late = world.udp.receive();
  world.slept[0]?.wake();
  assert.equal(read(await late).id, 2);
});

test("a zone that throws is a SERVFAIL and a line in the log, nothing more", async () => {
  const throwing: ZoneSource = {
    zoneOf: () => {
      throw new Error("no store");
    },
  };
  await using world = await start({ sources: [throwing] });
  assert.equal((await world.udp.ask(query("any.example", "A"))).code, 2);
  assert.deepEqual(world.errors, ["A DNS query failed."]);
  // Anybody may ask, as often as they like.
  for (let asked = 0; asked < 100; asked++) {
    assert.equal((await world.udp.ask(query("any.example", "A"))).code, 2);
  }
  assert.equal(world.errors.length, 10);
});

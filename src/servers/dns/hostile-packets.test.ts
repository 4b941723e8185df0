import assert from "node:assert/strict";
import { connect } from "node:net";
import { test } from "node:test";
import { readQuery } from "#protocols/dns/query.ts";
import { seeded } from "#protocols/testdata/seeded.ts";
import { edns, framed, host, query } from "./testdata/raw-client.ts";
import { start, textOf } from "./testdata/world.ts";

const good = [
  query("tok.dkim.zone.example", "TXT", edns(1232)),
  query("a.customer.example", "A"),
  query("loop.customer.example", "MX", edns(512)),
];

/** Random octets, and good queries with a few octets changed, cut or added. */
function* hostilePackets(count: number, seed: number): Generator<Buffer> {
  const random = seeded(seed);
  for (let index = 0; index < count; index += 1) {
    if (index % 4 === 0) {
      yield Buffer.from(random.bytes(random.below(80)));
      continue;
    }
    const packet = Buffer.from(good[index % good.length] ?? []);
    for (let change = random.below(4); change >= 0; change -= 1)
      packet[random.below(packet.length)] = random.below(256);
    const kept = packet.subarray(0, index % 5 === 0 ? random.below(packet.length) : packet.length);
    yield index % 7 === 0 ? Buffer.concat([kept, random.bytes(random.below(40))]) : kept;
  }
}

test("no packet over UDP keeps the next good one from being answered", async () => {
  await using world = await start();
  let sent = 0;
  for (const packet of hostilePackets(5_000, 1)) {
    world.udp.send(packet);
    sent += 1;
    // The socket's buffer is not endless: let the server read.
    if (sent % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await world.udp.heard(query("tok.dkim.zone.example", "TXT", { id: 0xbeef }));
  assert.deepEqual(world.errors, []);
});

test("no stream over TCP keeps the next good query from being answered", async () => {
  await using world = await start();
  const random = seeded(2);
  for (let connection = 0; connection < 60; connection += 1) {
    const socket = connect({ port: world.server.port, host });
    socket.on("error", () => undefined);
    for (const packet of hostilePackets(20, connection)) socket.write(framed(packet));
    socket.end(random.bytes(random.below(200)));
    await new Promise((resolve) => socket.resume().once("close", resolve));
  }
  assert.equal(textOf(await world.udp.ask(query("tok.dkim.zone.example", "TXT"))).length, 1);
  assert.deepEqual(world.errors, []);
});

test("reading a query never throws, and what it reads fits the packet", () => {
  for (const packet of hostilePackets(20_000, 3)) {
    const received = readQuery(packet);
    if (received.kind !== "query") continue;
    assert.ok(received.question.octets.length <= packet.length - 12);
    assert.ok(received.question.name.length <= 4 * 255);
  }
});

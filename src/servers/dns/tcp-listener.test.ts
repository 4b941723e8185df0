import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { test } from "node:test";
import { fixedZone } from "./testdata/fixed-zone.ts";
import { converseOverTcp, framed, host, query, read } from "./testdata/raw-client.ts";
import { start, textOf } from "./testdata/world.ts";

test("one connection carries many queries, however the octets are cut", async () => {
  await using world = await start();
  const queries = [1, 2, 3, 4, 5].map((id) => framed(query("tok.dkim.zone.example", "TXT", { id })));
  const octets = Buffer.concat(queries);
  const cuts = [
    Buffer.concat(queries.slice(0, 3)),
    ...Array.from(octets.subarray(queries[0]?.length), (o) => Buffer.of(o)),
  ];
  for (const chunks of [[octets], cuts]) {
    const replies = await converseOverTcp(world.server.port, chunks);
    assert.ok(replies.length >= 5);
    for (const reply of replies) assert.deepEqual(textOf(read(reply)), ["v=DKIM1; p=abc"]);
  }
});

test("a connection pipelines no more than it may, and still gets every answer", async () => {
  await using world = await start({ tcp: { maxPipelined: 2 } });
  const ids = Array.from({ length: 100 }, (_, index) => index);
  const octets = Buffer.concat(ids.map((id) => framed(query("tok.dkim.zone.example", "TXT", { id }))));
  const replies = await converseOverTcp(world.server.port, [octets]);
  assert.deepEqual(
    replies.map((reply) => reply.readUInt16BE(0)).toSorted((a, b) => a - b),
    ids,
  );
});

test("who closes its half with more asked than answers can be sent at once still gets all of them", async () => {
  const strings = Array.from({ length: 230 }, () => Buffer.alloc(255));
  const records = [{ name: "vast.example", ttl: 60, type: "TXT", strings }] as const;
  const vast = fixedZone("vast.example", { "vast.example": { kind: "records", records } });
  await using world = await start({ sources: [vast] });
  const hundred = Buffer.concat(Array.from({ length: 100 }, () => framed(query("vast.example", "TXT"))));
  assert.equal((await converseOverTcp(world.server.port, [hundred, hundred])).length, 200);
});

test("a connection that says nothing or says too much is closed", async () => {
  await using world = await start({ tcp: { idleMs: 50, maxQueryOctets: 100 } });
  const { port } = world.server;
  const quiet = connect({ port, host });
  await once(quiet, "connect");
  const loud = connect({ port, host });
  loud.write(Buffer.of(0, 101));
  await once(loud.resume(), "close");
  await once(quiet.resume(), "close");
});

test("where all connections are taken, the one that has said nothing for longest makes room", async () => {
  await using world = await start({ tcp: { maxConnections: 2 } });
  const { port } = world.server;
  const packet = framed(query("tok.dkim.zone.example", "TXT"));
  const heard = async (socket = connect({ port, host })) => {
    socket.on("error", () => undefined).write(packet);
    await once(socket, "data");
    return socket;
  };
  const first = await heard();
  const second = await heard();
  await heard(first);
  // So the second has waited for longest.
  const closed = once(second.resume(), "close");
  const third = await heard();
  await closed;
  await heard(first);
  first.destroy();
  third.destroy();
});

test("while all connections wait for an answer, one too many is closed", async () => {
  await using world = await start({ tcp: { maxConnections: 1 } });
  const { port } = world.server;
  const busy = connect({ port, host });
  busy.write(framed(query("slow.zone.example", "A")));
  while (world.slept.length === 0) await new Promise((resolve) => setImmediate(resolve));
  const second = connect({ port, host });
  second.on("error", () => undefined);
  await new Promise((resolve) => second.resume().once("close", resolve));
  world.slept[0]?.wake();
  await once(busy, "data");
  busy.destroy();
});

test("one client cannot hold every connection", async () => {
  await using world = await start({ tcp: { maxConnections: 10, maxPerNetwork: 2 } });
  const { port } = world.server;
  const held = [connect({ port, host }), connect({ port, host })];
  await Promise.all(held.map(async (socket) => await once(socket, "connect")));
  const third = connect({ port, host });
  third.on("error", () => undefined);
  await new Promise((resolve) => third.resume().once("close", resolve));
  for (const socket of held) {
    socket.destroy();
    await once(socket, "close");
  }
  // Closed here, but perhaps not yet seen to be closed there.
  for (let replies: Buffer[] = []; replies.length === 0; ) {
    replies = await converseOverTcp(port, [framed(query("tok.dkim.zone.example", "TXT"))]).catch(() => []);
  }
});

test("a limited client is told to come back over TCP, where nobody forges an address", async () => {
  await using world = await start({ rateLimit: { perSecond: 1, slip: 1, exemptLoopback: false } });
  const packet = query("tok.dkim.zone.example", "TXT");
  assert.equal((await world.udp.ask(packet)).flag_tc, false);
  const limited = await world.udp.ask(packet);
  assert.deepEqual([limited.flag_tc, limited.answers], [true, []]);
  const replies = await converseOverTcp(world.server.port, [Buffer.concat([framed(packet), framed(packet)])]);
  assert.deepEqual(
    replies.map((reply) => textOf(read(reply)).length),
    [1, 1],
  );
});

test("stopping does not wait for slow names or open connections, and the port is free again", async () => {
  let port: number;
  {
    await using world = await start();
    port = world.server.port;
    world.udp.send(query("slow.zone.example", "A"));
    const socket = connect({ port, host });
    socket.on("error", () => undefined);
    await once(socket, "connect");
  }
  await using again = await start({ port });
  assert.equal(again.server.port, port);
  await assert.rejects(start({ port }), { code: "EADDRINUSE" });
});

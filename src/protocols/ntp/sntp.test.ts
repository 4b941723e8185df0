import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { clockOffset } from "./sntp.ts";

const clock = { now: () => Date.UTC(2026, 10, 4, 12) };

/** A time server that answers with what a test makes of the question. */
async function startServer(answer: (request: Buffer) => Buffer | undefined) {
  const socket = createSocket("udp4");
  socket.on("message", (request, from) => {
    const packet = answer(request);
    if (packet !== undefined) socket.send(packet, from.port, from.address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  const { address, port } = socket.address() as AddressInfo;
  return { address, port, [Symbol.dispose]: () => socket.close() };
}

function timed(request: Buffer, offsetSeconds: number): Buffer {
  const packet = Buffer.alloc(48);
  packet[0] = 0b00_100_100;
  packet[1] = 2;
  request.copy(packet, 24, 40, 48);
  for (const at of [32, 40]) {
    packet.writeUInt32BE(request.readUInt32BE(40) + offsetSeconds, at);
    request.copy(packet, at + 4, 44, 48);
  }
  return packet;
}

test("the offset is what the server says", async () => {
  for (const seconds of [0, 90, -90]) {
    using server = await startServer((request) => timed(request, seconds));
    const offset = await clockOffset(server, clock, AbortSignal.timeout(5_000));
    assert.ok(Math.abs(offset - seconds * 1_000) < 1, String(offset));
  }
});

test("what is no answer to the question is refused, and silence ends with the signal", async () => {
  const wrong: ((request: Buffer) => Buffer | undefined)[] = [
    (request) => timed(request, 0).fill(0, 24, 32),
    (request) => timed(request, 0).fill(0, 1, 2),
    (request) => timed(request, 0).subarray(0, 40),
    () => Buffer.from("no time"),
  ];
  for (const answer of wrong) {
    using server = await startServer(answer);
    await assert.rejects(clockOffset(server, clock, AbortSignal.timeout(5_000)), /gave no time/);
  }
  using silent = await startServer(() => undefined);
  await assert.rejects(clockOffset(silent, clock, AbortSignal.timeout(20)), { name: "AbortError" });
});

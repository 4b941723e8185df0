import assert from "node:assert/strict";
import { test } from "node:test";
import { reachedAt, sendsFrom } from "./reached-at.ts";

const machine = () => ["127.0.0.1", "::1", "10.0.0.5", "8.8.4.4", "fe80::1", "2606:4700::1111"];

function place(host: string, addresses?: readonly string[], outboundAddresses: readonly string[] = []) {
  return { dns: { host, port: 53 }, addresses, outboundAddresses };
}

test("what listens everywhere is reached at the machine's public addresses, never at 0.0.0.0", () => {
  assert.deepEqual(reachedAt(place("0.0.0.0"), machine), ["8.8.4.4"]);
  assert.deepEqual(reachedAt(place("::"), machine), ["8.8.4.4", "2606:4700::1111"]);
  assert.deepEqual(
    reachedAt(place("0.0.0.0"), () => ["10.0.0.5"]),
    [],
  );
});

test("an address that is listened on is where it is reached, unless the operator says otherwise", () => {
  assert.deepEqual(reachedAt(place("10.0.0.5"), machine), ["10.0.0.5"]);
  assert.deepEqual(reachedAt(place("0.0.0.0", ["192.0.2.1"]), machine), ["192.0.2.1"]);
  assert.deepEqual(reachedAt(place("127.0.0.1", ["192.0.2.1"]), machine), ["192.0.2.1"]);
});

test("mail comes from there and from the outbound addresses; from loopback none does", () => {
  const outbound = ["192.0.2.25", "192.0.2.1"];
  assert.deepEqual(sendsFrom(place("0.0.0.0", ["192.0.2.1"], outbound), machine), [
    "192.0.2.1",
    "192.0.2.25",
  ]);
  assert.deepEqual(sendsFrom(place("127.0.0.1"), machine), []);
});

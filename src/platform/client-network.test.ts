import assert from "node:assert/strict";
import { test } from "node:test";
import { askedHost, clientAddress, clientNetwork } from "./client-network.ts";

test("a proxy on this machine is believed in what it says itself, and nobody else is", () => {
  assert.equal(clientAddress("127.0.0.1", undefined), "127.0.0.1");
  assert.equal(clientAddress("127.0.0.1", "192.0.2.7"), "192.0.2.7");
  assert.equal(clientAddress("::1", "10.0.0.1, 2001:db8::7"), "2001:db8::7");
  assert.equal(clientAddress("198.51.100.1", "192.0.2.7"), "198.51.100.1");
  assert.equal(clientAddress("127.0.0.1", "10.0.0.1, 192.0.2.7:50123"), "192.0.2.7");
  assert.equal(clientAddress("127.0.0.1", "[2001:db8::7]:50123"), "2001:db8::7");
  assert.equal(clientAddress("127.0.0.1", "[2001:db8::7]"), "2001:db8::7");
  for (const nonsense of ["", ",", "unknown", "192.0.2.7, x", "a".repeat(9_999)]) {
    assert.equal(clientAddress("127.0.0.1", nonsense), "127.0.0.1", nonsense.slice(0, 20));
  }
});

test("a proxy on this machine that asks by its own name says which one was asked for, and nobody else does", () => {
  const ours = "127.0.0.1";
  assert.equal(askedHost("127.0.0.1", ours, undefined), ours);
  assert.equal(askedHost("127.0.0.1", ours, "track.example.org"), "track.example.org");
  assert.equal(askedHost("::1", ours, "a.example, track.example.org:8443"), "track.example.org");
  assert.equal(askedHost("198.51.100.1", "track.example.org", ours), "track.example.org");
  for (const nothing of ["", ",", "a.example, "]) assert.equal(askedHost("127.0.0.1", ours, nothing), ours);
});

test("clients are counted by network", () => {
  assert.equal(clientNetwork("192.0.2.7"), clientNetwork("::ffff:192.0.2.200"));
  assert.notEqual(clientNetwork("192.0.2.7"), clientNetwork("192.0.3.7"));
  assert.equal(clientNetwork("2001:db8:1:200::7"), clientNetwork("2001:db8:1:2ff::8"));
  assert.notEqual(clientNetwork("2001:db8:1:200::7"), clientNetwork("2001:db8:1:300::7"));
});

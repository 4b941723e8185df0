import assert from "node:assert/strict";
import { test } from "node:test";
import { Proxies } from "./proxies.ts";

const proxies = new Proxies();

test("a proxy on this machine is believed in what it says itself, and nobody else is", () => {
  assert.equal(proxies.clientAddress("127.0.0.1", undefined), "127.0.0.1");
  assert.equal(proxies.clientAddress("127.0.0.1", "192.0.2.7"), "192.0.2.7");
  assert.equal(proxies.clientAddress("::1", "10.0.0.1, 2001:db8::7"), "2001:db8::7");
  assert.equal(proxies.clientAddress("198.51.100.1", "192.0.2.7"), "198.51.100.1");
  assert.equal(proxies.clientAddress("127.0.0.1", "10.0.0.1, 192.0.2.7:50123"), "192.0.2.7");
  assert.equal(proxies.clientAddress("127.0.0.1", "[2001:db8::7]:50123"), "2001:db8::7");
  assert.equal(proxies.clientAddress("127.0.0.1", "[2001:db8::7]"), "2001:db8::7");
  for (const nonsense of ["", ",", "unknown", "192.0.2.7, x", "a".repeat(9_999)]) {
    assert.equal(proxies.clientAddress("127.0.0.1", nonsense), "127.0.0.1", nonsense.slice(0, 20));
  }
});

test("a proxy on this machine that asks by its own name says which one was asked for, and nobody else does", () => {
  const ours = "127.0.0.1";
  assert.equal(proxies.askedHost("127.0.0.1", ours, undefined), ours);
  assert.equal(proxies.askedHost("127.0.0.1", ours, "track.example.org"), "track.example.org");
  assert.equal(proxies.askedHost("::1", ours, "a.example, track.example.org:8443"), "track.example.org");
  assert.equal(proxies.askedHost("198.51.100.1", "track.example.org", ours), "track.example.org");
  for (const nothing of ["", ",", "a.example, "])
    assert.equal(proxies.askedHost("127.0.0.1", ours, nothing), ours);
});

test("a proxy in a network that is named is believed as one on this machine is, and so is one behind it", () => {
  const named = new Proxies(["10.0.0.0/8", "fd00::/8"]);
  assert.equal(named.clientAddress("10.1.2.3", "192.0.2.7"), "192.0.2.7");
  assert.equal(named.clientAddress("::ffff:10.1.2.3", "192.0.2.7"), "192.0.2.7");
  assert.equal(named.clientAddress("fd00::1", "2001:db8::7"), "2001:db8::7");
  assert.equal(named.clientAddress("127.0.0.1", "203.0.113.9, 192.0.2.7, 10.1.2.3"), "192.0.2.7");
  assert.equal(named.clientAddress("10.1.2.3", "10.0.0.7"), "10.0.0.7", "who asks from there for itself");
  assert.equal(named.clientAddress("127.0.0.1", "192.0.2.7, 127.0.0.1"), "127.0.0.1");
  assert.equal(new Proxies(["127.0.0.0/8"]).clientAddress("127.0.0.1", "192.0.2.7, 127.0.0.1"), "192.0.2.7");
  assert.equal(named.clientAddress("10.1.2.3", "192.0.2.7, nonsense, 10.0.0.7"), "10.0.0.7");
  assert.equal(named.clientAddress("192.0.2.99", "192.0.2.7"), "192.0.2.99");
  assert.equal(named.askedHost("10.1.2.3", "signet", "track.example.org"), "track.example.org");
  assert.equal(named.askedHost("192.0.2.99", "signet", "track.example.org"), "signet");
  assert.equal(named.clientAddress("fe80::1%eth0", "192.0.2.7"), "fe80::1%eth0");
  assert.equal(named.clientAddress("10.1.2.3", "fe80::1%eth0"), "fe80::1%eth0");
  assert.equal(named.clientAddress("", "192.0.2.7"), "");
  assert.deepEqual(
    ["10.1.2.3", "192.0.2.99"].map((peer) => named.cameInTls(peer, "https")),
    [true, false],
  );
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { createAddressPolicy } from "./reserved-address.ts";

const refusal = createAddressPolicy();

const reserved = [
  ["this network", "0.0.0.0", "0.1.2.3"],
  ["loopback", "127.0.0.1", "127.255.255.254", "::1"],
  ["private networks", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fd00::1", "fc00::1"],
  ["a provider's NAT", "100.64.0.1", "100.127.255.255"],
  ["one link", "169.254.169.254", "fe80::1", "fe80::1%eth0"],
  ["multicast and broadcast", "224.0.0.1", "239.255.255.255", "255.255.255.255", "ff02::1"],
  ["the future", "240.0.0.1"],
  ["documentation", "192.0.2.1", "198.51.100.1", "203.0.113.1", "2001:db8::1", "3fff::1"],
  ["benchmarks", "198.18.0.1", "198.19.255.255", "2001:2::1"],
  ["IETF assignments", "192.0.0.8"],
  ["IPv4 in IPv6", "::ffff:8.8.8.8", "::ffff:127.0.0.1", "::7f00:1", "::ffff:0:127.0.0.1"],
  ["NAT64", "64:ff9b::8.8.8.8", "64:ff9b::7f00:1", "64:ff9b:1::1"],
  ["6to4 and Teredo", "2002:7f00:1::1", "2002:808:808::1", "2001:0:1::1"],
  ["site-local and discard", "fec0::1", "100::1"],
  ["what nobody has been given", "::fffe:127.0.0.1", "64:ff9b::1:7f00:1", "1fff::1", "4000::1", "e000::1"],
  ["no address", "", "localhost", "0x7f.1", "2130706433", "127.1", "1.2.3.4.5", "::g", "1.2.3.4 "],
];
for (const [what, ...addresses] of reserved) {
  test(`refuses ${what}`, () => {
    for (const address of addresses) assert.notEqual(refusal(address), undefined, address);
  });
}

test("lets public addresses pass", () => {
  for (const address of [
    "8.8.8.8",
    "198.41.0.4",
    "100.63.255.255",
    "172.32.0.1",
    "2001:503:ba3e::2:30",
    "2606:4700::1",
  ]) {
    assert.equal(refusal(address), undefined, address);
  }
});

test("lets an allowed network pass and nothing beside it", () => {
  const policy = createAddressPolicy(["127.0.0.0/30", "fd00:1::/32"]);
  assert.equal(policy("127.0.0.2"), undefined);
  assert.equal(policy("fd00:1::7"), undefined);
  assert.notEqual(policy("127.0.0.4"), undefined);
  assert.notEqual(policy("::ffff:127.0.0.2"), undefined);
  assert.throws(() => createAddressPolicy(["127.0.0.0/99"]));
});

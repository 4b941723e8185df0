import assert from "node:assert/strict";
import { test } from "node:test";
import { clientNetwork } from "./client-network.ts";

test("clients are counted by network", () => {
  assert.equal(clientNetwork("192.0.2.7"), clientNetwork("::ffff:192.0.2.200"));
  assert.notEqual(clientNetwork("192.0.2.7"), clientNetwork("192.0.3.7"));
  assert.equal(clientNetwork("2001:db8:1:200::7"), clientNetwork("2001:db8:1:2ff::8"));
  assert.notEqual(clientNetwork("2001:db8:1:200::7"), clientNetwork("2001:db8:1:300::7"));
});

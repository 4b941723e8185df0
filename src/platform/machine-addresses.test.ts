import assert from "node:assert/strict";
import { test } from "node:test";
import { isOwnAddress, machineAddresses } from "./machine-addresses.ts";

test("a machine whose addresses may not be listed has none, and the service starts all the same", () => {
  const forbidden = () => {
    throw new Error("uv_interface_addresses returned Unknown system error 97");
  };
  assert.deepEqual(machineAddresses(forbidden), []);
  assert.ok(machineAddresses().some(({ address }) => address === "127.0.0.1"));
});

test("an address that can be sent from is this machine's, one that cannot is not", async () => {
  assert.equal(await isOwnAddress("127.0.0.1"), true);
  assert.equal(await isOwnAddress("192.0.2.25"), false);
  assert.equal(await isOwnAddress("2001:db8::25"), false);
});

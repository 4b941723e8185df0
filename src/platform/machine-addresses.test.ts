import assert from "node:assert/strict";
import { test } from "node:test";
import { machineAddresses } from "./machine-addresses.ts";

test("a machine whose addresses may not be listed has none, and the service starts all the same", () => {
  const forbidden = () => {
    throw new Error("uv_interface_addresses returned Unknown system error 97");
  };
  assert.deepEqual(machineAddresses(forbidden), []);
  assert.ok(machineAddresses().some(({ address }) => address === "127.0.0.1"));
});

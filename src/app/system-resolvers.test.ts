import assert from "node:assert/strict";
import { test } from "node:test";
import { resolversNow } from "./system-resolvers.ts";

const at = (address: string) => [{ address, port: 53, trusted: true }];

test("a machine that comes into another network asks the resolvers there", () => {
  let now = 0;
  let system = "192.168.1.1";
  const resolvers = resolversNow(
    { resolvers: undefined },
    { read: () => [{ host: system, port: 53 }], elapsedMs: () => now },
  );
  assert.deepEqual(resolvers(), at("192.168.1.1"));
  system = "10.0.0.1";
  now = 4_999;
  assert.deepEqual(resolvers(), at("192.168.1.1"));
  now = 5_000;
  assert.deepEqual(resolvers(), at("10.0.0.1"));
});

test("who says which resolvers to ask is heeded, wherever the machine is", () => {
  const read = () => assert.fail("the system is not asked");
  const resolvers = resolversNow({ resolvers: [{ host: "192.0.2.53", port: 53 }] }, { read });
  assert.deepEqual(resolvers(), at("192.0.2.53"));
});

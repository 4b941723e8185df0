import assert from "node:assert/strict";
import { test } from "node:test";
import { systemRandom } from "#platform/random.ts";
import { DnsClient } from "./dns-client.ts";
import { lookUp } from "./lookup.ts";

test("a name that the DNS cannot carry is one that there is not, and no reason to come back later", async () => {
  await using client = new DnsClient({ random: systemRandom });
  const resolvers = [{ address: "127.0.0.1", port: 9 }];
  const host = `${"a.".repeat(124)}example`;
  assert.deepEqual(await lookUp(`_25._tcp.${host}`, "TLSA", { client, resolvers }), { kind: "no-such-name" });
});

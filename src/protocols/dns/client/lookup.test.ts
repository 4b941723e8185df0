import assert from "node:assert/strict";
import { test } from "node:test";
import { systemRandom } from "#platform/random.ts";
import { NameServer } from "#test/support/name-server.ts";
import { Resolver } from "#test/support/resolver.ts";
import { DnsClient } from "./dns-client.ts";
import { lookUp } from "./lookup.ts";

test("a name that the DNS cannot carry is one that there is not, and no reason to come back later", async () => {
  await using client = new DnsClient({ random: systemRandom });
  const resolvers = [{ address: "127.0.0.1", port: 9 }];
  const host = `${"a.".repeat(124)}example`;
  assert.deepEqual(await lookUp(`_25._tcp.${host}`, "TLSA", { client, resolvers }), { kind: "no-such-name" });
});

test("what one resolver may have found forged is not taken from another that did not look", async () => {
  await using server = await NameServer.start("127.0.0.1");
  server.zone("far.test", "@ MX 10 mx");
  const start = async () => (await Resolver.start("127.0.0.1")).knows(server);
  await using strict = (await start()).bogus("far.test");
  await using credulous = await start();
  await using careful = (await start()).signed("far.test");
  // Resolvers are asked in the order in which they are given.
  await using client = new DnsClient({ random: { bytes: (count) => new Uint8Array(count) } });
  const ask = async (authenticityAsked: boolean, ...asked: readonly Resolver[]) => {
    const resolvers = asked.map(({ address, port }) => ({ address, port }));
    const looked = await lookUp("far.test", "MX", { client, resolvers, authenticityAsked });
    return looked.kind === "failed"
      ? looked.reason
      : `${looked.kind}${looked.isAuthenticated ? ", signed" : ""}`;
  };
  assert.equal(await ask(true, strict, credulous), "SERVFAIL");
  assert.equal(await ask(true, strict, credulous, careful), "records, signed");
  assert.equal(await ask(true, credulous), "records");
  assert.equal(await ask(false, strict, credulous), "records");
});

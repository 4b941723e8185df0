import assert from "node:assert/strict";
import { test } from "node:test";
import { decode, encode } from "dns-packet";
import { cname, inspect, summary } from "./support/dns-scene.ts";

/** Says of the apex that it is an alias, whatever is asked. */
function aliasAtApex(query: Buffer): Buffer {
  const { id, questions } = decode(query);
  return encode({
    type: "response",
    id: id ?? 0,
    flags: 0x400,
    questions: questions ?? [],
    answers: [{ type: "CNAME", name: "example.test", ttl: 300, data: "www.other.test" }],
  });
}

test("an alias at the apex, which should be none, hides no record from us that receivers see", async () => {
  const evidence = await inspect(cname, {
    records: ["tok1._domainkey CNAME tok1.dkim.signet.test."],
    arrange: (world) => {
      const server = world.server(1);
      server.zone("test", "@ NS ns1.host.test.", "example NS ns1.host.test.");
      for (const one of [server, world.resolver]) one.behave("example.test", { bytes: aliasAtApex });
    },
  });
  assert.equal(summary(evidence), "found - record-found");
});

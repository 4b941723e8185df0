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

/** A check of a domain whose apex says that it is an alias. */
async function inspectBelowAlias(options: { readonly questionsPerCheck?: number } = {}): Promise<string> {
  const evidence = await inspect(cname, {
    options,
    records: ["tok1._domainkey CNAME tok1.dkim.signet.test."],
    arrange: (world) => {
      const server = world.server(1);
      server.zone("test", "@ NS ns1.host.test.", "example NS ns1.host.test.");
      for (const one of [server, world.resolver]) one.behave("example.test", { bytes: aliasAtApex });
    },
  });
  return summary(evidence);
}

test("an alias at the apex, which should be none, hides no record from us that receivers see", async () => {
  assert.equal(await inspectBelowAlias(), "found - record-found");
});

test("a check whose questions end on the way around such an alias does not call the delegation dead", async () => {
  for (let questionsPerCheck = 1; questionsPerCheck <= 6; questionsPerCheck++) {
    const said = await inspectBelowAlias({ questionsPerCheck });
    assert.equal(said, "unreachable DNS_SERVER_ERROR too-many-questions", `${questionsPerCheck}`);
  }
});

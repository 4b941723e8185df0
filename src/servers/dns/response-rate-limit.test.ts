import assert from "node:assert/strict";
import { test } from "node:test";
import { clientNetwork } from "#platform/client-network.ts";
import type { ResponseCode } from "#protocols/dns/record.ts";
import type { Answer } from "./answer.ts";
import { ResponseRateLimit, type ResponseRateLimitOptions } from "./response-rate-limit.ts";

function answerOf(rcode: ResponseCode, zone = "zone.example"): Answer {
  const header = { id: 1, opcode: 0, recursionDesired: false };
  const sections = { authoritative: true, answers: [], authorities: [], additionals: [] };
  return { response: { header, question: undefined, edns: undefined, rcode, ...sections }, zone };
}

function limitWith(options: ResponseRateLimitOptions) {
  const time = { ms: 0 };
  const clock = { now: () => time.ms, sleep: async () => undefined };
  const limit = new ResponseRateLimit(clock, options);
  const verdicts = (count: number, address: string, answer = answerOf("NOERROR")) =>
    Array.from({ length: count }, () => limit.verdict(address, answer));
  return { time, verdicts };
}

test("beyond the rate, every second response is truncated and the others are dropped", () => {
  const { verdicts } = limitWith({ perSecond: 2 });
  assert.deepEqual(verdicts(6, "192.0.2.1"), ["send", "send", "drop", "truncate", "drop", "truncate"]);
});

test("the rate is that of a network, a zone and a kind of result", () => {
  const { verdicts } = limitWith({ perSecond: 1 });
  assert.deepEqual(verdicts(1, "192.0.2.1"), ["send"]);
  assert.deepEqual(verdicts(1, "192.0.2.200"), ["drop"]);
  assert.deepEqual(verdicts(1, "192.0.3.1"), ["send"]);
  assert.deepEqual(verdicts(1, "192.0.2.1", answerOf("NXDOMAIN")), ["send"]);
  assert.deepEqual(verdicts(1, "192.0.2.1", answerOf("NOERROR", "other.example")), ["send"]);
});

test("tokens come back with time, no more than a second's worth", () => {
  const { time, verdicts } = limitWith({ perSecond: 2 });
  verdicts(3, "192.0.2.1");
  time.ms += 500;
  assert.deepEqual(verdicts(2, "192.0.2.1"), ["send", "truncate"]);
  time.ms += 3_600_000;
  assert.deepEqual(verdicts(3, "192.0.2.1"), ["send", "send", "drop"]);
  time.ms -= 60_000;
  assert.equal(verdicts(1, "192.0.2.1")[0], "truncate");
});

test("the table forgets the one longest unused", () => {
  const { verdicts } = limitWith({ perSecond: 1, maxEntries: 2 });
  verdicts(1, "192.0.2.1");
  verdicts(1, "192.0.3.1");
  verdicts(1, "192.0.2.1");
  verdicts(1, "192.0.4.1");
  assert.deepEqual(verdicts(1, "192.0.2.1"), ["truncate"]);
  assert.deepEqual(verdicts(1, "192.0.3.1"), ["send"]);
});

test("loopback is not limited unless it is to be", () => {
  assert.deepEqual(limitWith({ perSecond: 1 }).verdicts(2, "127.0.0.1"), ["send", "send"]);
  assert.deepEqual(limitWith({ perSecond: 1 }).verdicts(2, "::1"), ["send", "send"]);
  const strict = limitWith({ perSecond: 1, exemptLoopback: false });
  assert.deepEqual(strict.verdicts(2, "127.0.0.1"), ["send", "drop"]);
});

test("a network is a /24 or a /56, and a mapped address is IPv4", () => {
  assert.equal(clientNetwork("192.0.2.77"), clientNetwork("::ffff:192.0.2.1"));
  assert.equal(clientNetwork("2001:db8:0:11::1"), clientNetwork("2001:db8:0:ff:1::"));
  assert.notEqual(clientNetwork("2001:db8:0:11::1"), clientNetwork("2001:db8:0:100::1"));
  assert.equal(clientNetwork("fe80::1%eth0"), clientNetwork("fe80::2%eth1"));
});

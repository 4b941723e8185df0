import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { test } from "node:test";
import { systemRandom } from "#platform/random.ts";
import type { DnsClientOptions } from "#protocols/dns/client/dns-client.ts";
import { DnsClient } from "#protocols/dns/client/dns-client.ts";
import type { Exchange } from "#protocols/dns/client/exchange.ts";
import type { Behaviour } from "./support/name-server.ts";
import { NameServer } from "./support/name-server.ts";

const name = "www.example.test";

function client(options: Partial<DnsClientOptions> = {}): DnsClient {
  return new DnsClient({
    random: systemRandom,
    allowedNetworks: ["127.0.0.0/8"],
    attemptTimeoutsMs: [2_000, 2_000],
    ...options,
  });
}

/** Where no answer is to come. */
const quick = { attemptTimeoutsMs: [80, 80] };

async function serve(behaviour?: Behaviour): Promise<NameServer> {
  const server = (await NameServer.start("127.0.0.1")).zone("example.test", "www A 192.0.2.1", "www TXT a|b");
  if (behaviour) server.behave(name, behaviour);
  return server;
}

async function ask(behaviour?: Behaviour, options?: Partial<DnsClientOptions>): Promise<Exchange> {
  await using server = await serve(behaviour);
  await using dns = client(options);
  return await dns.ask(server, { name, type: "A" });
}

test("an answer arrives with its records, its authority and the time it took", async () => {
  const exchange = await ask();
  assert.ok(exchange.kind === "answer");
  assert.equal(exchange.via, "udp");
  assert.equal(exchange.reply.rcode, "NOERROR");
  assert.equal(exchange.reply.authoritative, true);
  assert.deepEqual(exchange.reply.answers, [{ name, ttl: 300, type: "A", address: "192.0.2.1" }]);
  assert.ok(exchange.tookMs > 0);
});

test("the strings of a TXT record are kept apart", async () => {
  await using server = await serve();
  await using dns = client();
  const exchange = await dns.ask(server, { name, type: "TXT" });
  assert.ok(exchange.kind === "answer" && exchange.reply.answers[0]?.type === "TXT");
  assert.deepEqual(exchange.reply.answers[0].strings.map(String), ["a", "b"]);
});

test("a truncated answer is asked for again over TCP", async () => {
  const exchange = await ask("truncate");
  assert.ok(exchange.kind === "answer" && exchange.via === "tcp");
  assert.equal(exchange.reply.answers.length, 1);
});

test("a truncated answer that cannot be had over TCP says so", async () => {
  const server = createSocket("udp4").bind(0, "127.0.0.1");
  await once(server, "listening");
  server.on("message", (asked, from) => {
    server.send(
      Buffer.from([...asked.subarray(0, 2), 0x86, 0, ...asked.subarray(4)]),
      from.port,
      from.address,
    );
  });
  await using dns = client({ tcpTimeoutMs: 200 });
  const exchange = await dns.ask(server.address(), { name, type: "A" });
  assert.ok(exchange.kind === "network-error" || exchange.kind === "timeout");
  assert.equal(exchange.via, "tcp");
  server.close();
});

test("an answer with another id is ignored", async () => {
  assert.equal((await ask("wrong-id", quick)).kind, "timeout");
});

test("an answer to another question is ignored", async () => {
  assert.equal((await ask("wrong-question", quick)).kind, "timeout");
});

test("an answer that lost the mixed case of the question is not believed, but asked for over TCP", async () => {
  const exchange = await ask("wrong-case");
  assert.ok(exchange.kind === "answer" && exchange.via === "tcp");
});

test("a forger who knows everything but speaks from another port is ignored", async () => {
  const server = createSocket("udp4").bind(0, "127.0.0.1");
  const forger = createSocket("udp4").bind(0, "127.0.0.1");
  await Promise.all([once(server, "listening"), once(forger, "listening")]);
  server.on("message", (query, from) => {
    const answer = (rcode: number) =>
      Buffer.from([...query.subarray(0, 2), 0x84, rcode, ...query.subarray(4)]);
    forger.send(answer(3), from.port, from.address, () => server.send(answer(0), from.port, from.address));
  });
  await using dns = client();
  const exchange = await dns.ask(server.address(), { name, type: "A" });
  assert.ok(exchange.kind === "answer");
  assert.equal(exchange.reply.rcode, "NOERROR");
  server.close();
  forger.close();
});

test("silence is a timeout after each attempt", async () => {
  await using server = await serve("silent");
  await using dns = client({ attemptTimeoutsMs: [20, 30] });
  const startedAt = performance.now();
  const exchange = await dns.ask(server, { name, type: "A" });
  assert.equal(exchange.kind, "timeout");
  assert.ok(exchange.tookMs >= 48);
  assert.ok(exchange.tookMs <= performance.now() - startedAt, "no attempt is counted twice");
  assert.equal(server.asked(name).length, 2);
});

test("a server from before EDNS is asked without it", async () => {
  const exchange = await ask("no-edns");
  assert.ok(exchange.kind === "answer");
  assert.equal(exchange.reply.rcode, "NOERROR");
});

test("a server from before EDNS is asked without it also when the first question was lost", async () => {
  const server = createSocket("udp4").bind(0, "127.0.0.1");
  await once(server, "listening");
  let heard = 0;
  server.on("message", (asked, from) => {
    heard += 1;
    const rcode = asked[11] === 0 ? 0 : 1;
    const bytes = Buffer.from(asked.subarray(0, 12 + name.length + 2 + 4));
    bytes.set([0x84, rcode], 2);
    bytes[11] = 0;
    if (heard > 1) server.send(bytes, from.port, from.address);
  });
  await using dns = client({ attemptTimeoutsMs: [60, 1_000] });
  const exchange = await dns.ask(server.address(), { name, type: "A" });
  assert.ok(exchange.kind === "answer");
  assert.equal(exchange.reply.rcode, "NOERROR");
  assert.equal(heard, 3);
  server.close();
});

test("damage behind an honest question is malformed", async () => {
  const exchange = await ask({
    bytes: (query) => {
      const bytes = Buffer.from(query);
      bytes[2] = 0x84;
      bytes[7] = 1;
      return bytes.subarray(0, -6);
    },
  });
  assert.equal(exchange.kind, "malformed");
});

test("reserved addresses are refused unless allowed or configured", async () => {
  await using server = await serve();
  await using dns = client({ allowedNetworks: [] });
  const refused = await dns.ask(server, { name, type: "A" });
  assert.equal(refused.kind, "refused-address");
  assert.deepEqual(server.history, []);
  const { address, port } = server;
  assert.equal((await dns.ask({ address, port, trusted: true }, { name, type: "A" })).kind, "answer");
});

test("a name that the DNS cannot carry is never sent", async () => {
  await using server = await serve();
  await using dns = client();
  for (const impossible of ["a..b", `${"x".repeat(64)}.test`, "ä.test", "a b.test", `${"a.".repeat(127)}a`]) {
    assert.equal(
      (await dns.ask(server, { name: impossible, type: "A" })).kind,
      "impossible-name",
      impossible,
    );
  }
});

test("an aborted question rejects with the reason and leaves nothing in flight", async () => {
  await using server = await serve("silent");
  await using dns = client({ attemptTimeoutsMs: [60_000] });
  const stop = new AbortController();
  const asked = dns.ask(server, { name, type: "A" }, {}, stop.signal);
  stop.abort(new Error("enough"));
  await assert.rejects(asked, /enough/);
});

test("nobody waits behind a dead server but those who ask it", async () => {
  await using dead = await serve("silent");
  await using alive = await NameServer.start("127.0.0.2");
  alive.zone("example.test", "www A 192.0.2.1");
  await using dns = client({ maxInFlight: 4, maxInFlightPerServer: 2, attemptTimeoutsMs: [60_000] });
  const stop = new AbortController();
  const stuck = Array.from({ length: 10 }, () =>
    dns.ask(dead, { name, type: "A" }, {}, stop.signal).then(
      () => "answered",
      () => "aborted",
    ),
  );
  const answered = await Promise.all(Array.from({ length: 20 }, () => dns.ask(alive, { name, type: "A" })));
  assert.ok(answered.every(({ kind }) => kind === "answer"));
  stop.abort();
  assert.deepEqual(new Set(await Promise.all(stuck)), new Set(["aborted"]));
});

test("a question whose turn comes too late is not asked", async () => {
  await using server = await serve("silent");
  await using dns = client({ maxInFlightPerServer: 1, ...quick });
  const question = { name, type: "A" } as const;
  const untilMs = performance.now() + 60;
  const [first, ...others] = await Promise.all(
    Array.from({ length: 5 }, async () => await dns.ask(server, question, { untilMs })),
  );
  assert.ok(first?.kind === "timeout" && first.tookMs > 0);
  for (const other of others) assert.deepEqual(other, { kind: "no-turn", tookMs: 0 });
  assert.equal(server.asked(name).length, 2, "the first one, and once again");
});

test("a question that waits behind silent ones is given up when its time is over, though no place is free", async () => {
  await using server = await serve("silent");
  await using dns = client({ maxInFlightPerServer: 1, attemptTimeoutsMs: [500] });
  const question = { name, type: "A" } as const;
  const first = dns.ask(server, question);
  const second = dns.ask(server, question, { untilMs: performance.now() + 20 });
  assert.equal(await Promise.race([first.then(() => "first"), second.then(() => "second")]), "second");
  assert.deepEqual(await second, { kind: "no-turn", tookMs: 0 });
  await first;
});

test("who asks when the client is closed, or waited for a place until then, is told so", async () => {
  await using server = await serve("silent");
  const dns = client({ sockets: 1, maxInFlightPerServer: 1, attemptTimeoutsMs: [60_000] });
  const question = { name, type: "A" } as const;
  const asked = [dns.ask(server, question), dns.ask(server, question)];
  await dns[Symbol.asyncDispose]();
  asked.push(dns.ask(server, question));
  assert.deepEqual(
    (await Promise.all(asked)).map(({ kind }) => kind),
    ["network-error", "network-error", "network-error"],
  );
});

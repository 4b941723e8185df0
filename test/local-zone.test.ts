import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { DatabaseLocalRecordStore, LocalZone } from "#features/local-zone/index.ts";
import { SigningZone } from "#features/signing-zone/index.ts";
import { systemClock } from "#platform/clock.ts";
import { openDatabase } from "#platform/database/open.ts";
import { CallerError } from "#platform/errors.ts";
import { startDnsServer } from "#servers/dns/dns-server.ts";
import { host, query, type Reply, UdpClient } from "#servers/dns/testdata/raw-client.ts";
import { type Engine, engines, newDatabasePlace } from "./support/engines.ts";

/** A server with the signing zone and a local zone, over real packets. */
async function startAtHome(engine: Engine) {
  const stack = new AsyncDisposableStack();
  const place = stack.use(await newDatabasePlace(engine));
  const database = stack.use(await openDatabase(place));
  const signing = new SigningZone({
    apex: "signet.localhost",
    clock: systemClock,
    addresses: () => [host],
    tokens: {
      publicKeyOf: async (token) => (token === "tok" ? { publicKeyBase64: "AAAA" } : undefined),
      serviceKeyOf: async () => undefined,
    },
  });
  const local = new LocalZone({
    store: new DatabaseLocalRecordStore(database),
    clock: systemClock,
    nameServer: signing.nameServer,
    signingZone: signing.apex,
  });
  const errors: unknown[] = [];
  const log = {
    info: () => undefined,
    warn: () => undefined,
    error: (fields: object) => errors.push(fields),
  };
  const server = stack.use(
    await startDnsServer({ host, port: 0, sources: [signing, local], clock: systemClock, log }),
  );
  const udp = stack.use(new UdpClient(server.port));
  const ask = async (name: string, type: "A" | "TXT" | "MX" | "NS" | "SOA" | "CNAME") =>
    await udp.ask(query(name, type));
  return { local, udp, ask, errors, [Symbol.asyncDispose]: async () => await stack.disposeAsync() };
}

function dataOf({ answers }: Reply): unknown[] {
  return (answers ?? []).map((answer) => {
    const data = "data" in answer ? answer.data : undefined;
    return Array.isArray(data) ? Buffer.concat(data as Buffer[]).toString() : data;
  });
}

function authorityTypes({ authorities }: Reply): string[] {
  return (authorities ?? []).map(({ type }) => type);
}

for (const engine of engines) {
  describe(`local zones on ${engine}`, () => {
    test("a record is answered as soon as it is set, replaced when set again, and gone when removed", async () => {
      await using home = await startAtHome(engine);
      assert.equal((await home.ask("example.com", "SOA")).code, 5);
      await home.local.set({
        name: "Mail.Example.com.",
        type: "mx",
        values: ["10 a.example.", "20 b.example"],
      });
      const two = await home.ask("mail.example.com", "MX");
      assert.deepEqual(dataOf(two), [
        { preference: 10, exchange: "a.example" },
        { preference: 20, exchange: "b.example" },
      ]);
      await home.local.set({ name: "mail.example.com", type: "MX", values: ["5 c.example"], ttlSeconds: 7 });
      const [one] = (await home.ask("mail.example.com", "MX")).answers ?? [];
      assert.equal(one && "ttl" in one ? one.ttl : undefined, 7);
      assert.equal(await home.local.remove("mail.example.com", "TXT"), 0);
      assert.equal(await home.local.remove("mail.example.com", "MX"), 1);
      assert.equal((await home.ask("mail.example.com", "MX")).code, 5);
    });

    test("the zone is the registrable domain, with an SOA and a name server that has an address", async () => {
      await using home = await startAtHome(engine);
      await home.local.set({ name: "a_b._domainkey.shop.example.co.uk", type: "TXT", values: ["x"] });
      const soa = await home.ask("example.co.uk", "SOA");
      assert.deepEqual([soa.code, soa.flag_aa, soa.answers?.length], [0, true, 1]);
      const ns = await home.ask("example.co.uk", "NS");
      assert.deepEqual(dataOf(ns), ["ns1.signet.localhost"]);
      assert.deepEqual(dataOf(await home.ask("ns1.signet.localhost", "A")), [host]);
      const between = await home.ask("shop.example.co.uk", "TXT");
      assert.deepEqual([between.code, authorityTypes(between)], [0, ["SOA"]]);
      // The underscore is no wildcard, and a name that only ends alike is not below.
      const others = [
        "axb._domainkey.shop.example.co.uk",
        "b._domainkey.shop.example.co.uk",
        "p.example.co.uk",
      ];
      for (const name of others) assert.equal((await home.ask(name, "TXT")).code, 3, name);
      assert.equal((await home.ask("badexample.co.uk", "TXT")).code, 5);
    });

    test("a CNAME to a token leads to its key in one answer", async () => {
      await using home = await startAtHome(engine);
      await home.local.set({
        name: "tok._domainkey.example.com",
        type: "CNAME",
        values: ["tok.dkim.signet.localhost"],
      });
      const reply = await home.ask("TOK._domainkey.example.com", "TXT");
      assert.deepEqual(dataOf(reply), ["tok.dkim.signet.localhost", "v=DKIM1; k=rsa; p=AAAA"]);
    });

    test("name servers below the apex delegate what is there", async () => {
      await using home = await startAtHome(engine);
      await home.local.set({ name: "_domainkey.example.com", type: "NS", values: ["ns.elsewhere.test"] });
      await home.local.set({ name: "x._domainkey.example.com", type: "TXT", values: ["hidden"] });
      const reply = await home.ask("x._domainkey.example.com", "TXT");
      assert.deepEqual([reply.flag_aa, dataOf(reply), authorityTypes(reply)], [false, [], ["NS"]]);
    });

    test("a name fails, is slow or stays silent until it is told to answer again", async () => {
      await using home = await startAtHome(engine);
      await home.local.set({ name: "example.com", type: "TXT", values: ['"quoted" "twice"'] });
      await home.local.behave("example.com", { kind: "servfail" });
      assert.equal((await home.ask("example.com", "TXT")).code, 2);
      await home.local.behave("example.com", { kind: "slow", delayMs: 1 });
      assert.deepEqual(dataOf(await home.ask("example.com", "TXT")), ["quotedtwice"]);
      await home.local.behave("example.com", { kind: "silent" });
      home.udp.send(query("example.com", "TXT", { id: 1 }));
      assert.equal((await home.udp.ask(query("www.example.com", "TXT", { id: 2 }))).id, 2);
      assert.deepEqual((await home.local.list()).behaviours, [
        { name: "example.com", behaviour: { kind: "silent" } },
      ]);
      await home.local.behave("example.com", { kind: "answer" });
      assert.deepEqual(dataOf(await home.ask("example.com", "TXT")), ["quotedtwice"]);
      const { sets, behaviours } = await home.local.list();
      assert.deepEqual(behaviours, []);
      assert.deepEqual(sets, [{ name: "example.com", type: "TXT", values: ["quotedtwice"], ttlSeconds: 60 }]);
    });

    test("what cannot be published is refused, with the member at fault", async () => {
      await using home = await startAtHome(engine);
      await home.local.set({ name: "a.example.com", type: "A", values: ["192.0.2.1"] });
      const good = { name: "b.example.com", type: "TXT", values: ["x"] };
      const cname = { type: "CNAME", values: ["c.example"] };
      const faults: [object, string][] = [
        [{ name: "b..example.com" }, "name"],
        [{ name: "tok.dkim.signet.localhost" }, "name"],
        [{ type: "SOA" }, "type"],
        [{ values: [] }, "values"],
        [{ values: Array.from({ length: 17 }, (_, index) => `${index}`) }, "values"],
        [{ type: "A", values: ["192.0.2.1", "nowhere"] }, "values[1]"],
        [{ ttlSeconds: -1 }, "ttlSeconds"],
        [{ ...cname, values: ["c.example", "d.example"] }, "values"],
      ];
      for (const [change, path] of faults) {
        await assert.rejects(home.local.set({ ...good, ...change }), (error) => {
          assert.ok(error instanceof CallerError);
          assert.deepEqual([error.problem, error.details[0]?.path], ["bad-request", path]);
          return true;
        });
      }
      for (const name of ["a.example.com", "example.com"]) {
        await assert.rejects(home.local.set({ ...cname, name }), { problem: "conflict" });
      }
      await assert.rejects(home.local.behave("a.example.com", { kind: "slow", delayMs: 60_001 }));
      assert.equal((await home.local.list()).sets.length, 1);
      assert.deepEqual(home.errors, []);
    });
  });
}

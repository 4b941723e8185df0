import assert from "node:assert/strict";
import { test } from "node:test";
import { dayMs, hourMs, minuteMs } from "#platform/clock.ts";
import { systemRandom } from "#platform/random.ts";
import type { Looked } from "#protocols/dns/client/lookup.ts";
import type { Posted } from "#protocols/http/guarded-request.ts";
import type { TlsSession } from "#protocols/tls-rpt/session.ts";
import { type DeliveryWorld, newDeliveryWorld } from "#test/support/deliveries.ts";
import { engines } from "#test/support/engines.ts";
import { TlsReportStore, TlsReports } from "./index.ts";

interface Given {
  readonly lookUp?: (name: string) => Promise<Looked>;
  readonly post?: (url: string) => Promise<Posted>;
}

/** One of the processes that share a database. */
function processOn(world: DeliveryWorld, given: Given = {}): TlsReports {
  return new TlsReports(partsOf(world, given));
}

function partsOf({ database, deliveries, clock }: DeliveryWorld, { lookUp, post }: Given = {}) {
  return {
    store: new TlsReportStore(database),
    deliveries,
    lookUp:
      lookUp ??
      (async (name: string) => record(`v=TLSRPTv1; rua=mailto:tls@${name.slice("_smtp._tls.".length)}`)),
    post: post ?? (async (): Promise<Posted> => ({ kind: "failed", reason: "nobody is to be asked" })),
    reporter: {
      organization: "signet.localhost",
      contact: "postmaster@signet.localhost",
      submitter: "signet.localhost",
      region: "us-east-1",
    },
    clock,
    random: systemRandom,
    log: { info() {}, warn() {}, error() {} },
  };
}

function record(text: string): Looked {
  const strings = [Buffer.from(text)];
  return { kind: "records", ttlSeconds: 60, records: [{ name: "x", ttl: 60, type: "TXT", strings }] };
}

function sessionWith(domain: string, failure?: TlsSession["failure"]): TlsSession {
  return { domain, policy: { type: "no-policy-found", domain, text: [], mxHosts: [] }, failure };
}

async function mailedReports({ database }: DeliveryWorld): Promise<number> {
  return (await database.read(database.build.selectFrom("deliveries").select("id").compile())).length;
}

for (const engine of engines) {
  test(`what several processes counted is added up, and reported by one of them, on ${engine}`, async () => {
    await using world = await newDeliveryWorld(engine);
    const processes = [processOn(world), processOn(world), processOn(world)];
    const domains = Array.from({ length: 20 }, (_, at) => `d${at}.example`);
    for (let round = 0; round < 2; round++) {
      for (const one of processes) for (const domain of domains) one.note(sessionWith(domain));
      await Promise.all(processes.map(async (one) => await one.writeCounts()));
    }
    const store = new TlsReportStore(world.database);
    const day = Math.floor(world.clock.now() / dayMs) * dayMs;
    assert.deepEqual(await store.sessions({ day, domain: "d7.example", told: [] }), [
      { session: sessionWith("d7.example"), n: 6 },
    ]);
    const dueAt = (await store.nextDueAt()) ?? 0;
    assert.ok(dueAt > day + dayMs);
    world.clock.advance(day + dayMs + 5 * hourMs - world.clock.now());
    const work = processes.map(async (one) => {
      for (let claims = await one.claimDue(3); claims.length > 0; claims = await one.claimDue(3)) {
        for (const claim of claims) assert.equal(await one.send(claim), "sent");
      }
    });
    await Promise.all(work);
    assert.equal(await mailedReports(world), domains.length);
  });

  test(`a report that a killed process was about is sent by another, once, on ${engine}`, async () => {
    await using world = await newDeliveryWorld(engine);
    const silence = Promise.withResolvers<Looked>();
    const killed = processOn(world, { lookUp: async () => await silence.promise });
    killed.note(sessionWith("shop.example"));
    await killed.writeCounts();
    world.clock.advance(dayMs + 5 * hourMs);
    const [claimed] = await killed.claimDue(1);
    assert.ok(claimed);
    const late = killed.send(claimed);
    const other = processOn(world);
    assert.deepEqual(await other.claimDue(1), [], "it took what another holds");
    world.clock.advance(5 * minuteMs);
    const [taken] = await other.claimDue(1);
    assert.ok(taken);
    assert.equal(await other.send(taken), "sent");
    silence.resolve(record("v=TLSRPTv1; rua=mailto:tls@reports.example"));
    assert.equal(await late, "lease-lost");
    assert.equal(await mailedReports(world), 1);
    world.clock.advance(dayMs);
    assert.deepEqual(await other.claimDue(1), []);
  });

  test(`what could not be written is written later, and of the day that it was of, on ${engine}`, async () => {
    await using world = await newDeliveryWorld(engine);
    const day = Math.floor(world.clock.now() / dayMs) * dayMs;
    const store = new TlsReportStore(world.database);
    const write = store.write.bind(store);
    store.write = async () => await Promise.reject(new Error("The database is out of reach."));
    const reports = new TlsReports({ ...partsOf(world), store });
    reports.note(sessionWith("shop.example"));
    await assert.rejects(reports.writeCounts());
    store.write = write;
    world.clock.advance(dayMs);
    reports.note(sessionWith("shop.example"));
    await reports.writeCounts();
    for (const first of [day, day + dayMs]) {
      const [counted] = await store.sessions({ day: first, domain: "shop.example", told: [] });
      assert.equal(counted?.n, 1);
    }
  });
}

test("a clock that was far ahead and is set right keeps nothing from being forgotten", async () => {
  await using world = await newDeliveryWorld("sqlite");
  const reports = processOn(world);
  world.clock.leap(400 * dayMs);
  await reports.claimDue(1);
  world.clock.leap(-400 * dayMs);
  const day = Math.floor(world.clock.now() / dayMs) * dayMs;
  reports.note(sessionWith("shop.example"));
  await reports.writeCounts();
  world.clock.advance(4 * dayMs);
  await reports.claimDue(1);
  const store = new TlsReportStore(world.database);
  assert.deepEqual(await store.sessions({ day, domain: "shop.example", told: [] }), []);
});

test("a domain that does not ask for reports has none, and one without end of failures a short one", async () => {
  await using world = await newDeliveryWorld("sqlite");
  const bodies: string[] = [];
  const reports = processOn(world, {
    lookUp: async (name) =>
      name.includes("silent") ? { kind: "no-such-name" } : record("v=TLSRPTv1; rua=https://r.example/"),
    post: async (url) => {
      bodies.push(url);
      return { kind: "answered", status: 200, body: "" };
    },
  });
  reports.note(sessionWith("silent.example"));
  for (let at = 0; at < 5_000; at++) {
    reports.note(sessionWith("many.example", { type: "validation-failure", reason: `${at}` }));
  }
  await reports.writeCounts();
  const store = new TlsReportStore(world.database);
  const day = Math.floor(world.clock.now() / dayMs) * dayMs;
  assert.equal((await store.sessions({ day, domain: "many.example", told: [] })).length, 30);
  world.clock.advance(dayMs + 5 * hourMs);
  const outcomes = await Promise.all(
    (await reports.claimDue(10)).map(async (claim) => `${claim.domain} ${await reports.send(claim)}`),
  );
  assert.deepEqual(new Set(outcomes), new Set(["many.example sent", "silent.example not-asked-for"]));
  assert.deepEqual(bodies, ["https://r.example/"]);
});

test("who has any number of names in one zone has reports of few, and leaves room for those of others", async () => {
  await using world = await newDeliveryWorld("sqlite");
  const reports = processOn(world);
  const noteMany = (zone: string) => {
    for (let at = 0; at < 300; at++) reports.note(sessionWith(`${at}.mail.${zone}`));
  };
  const domainsTaken = () => {
    const counts = reports.counts.take();
    return new Set(counts.map(({ session }) => session.domain)).size;
  };
  noteMany("many.example");
  noteMany("other.example");
  reports.note(sessionWith("shop.example"));
  reports.note(sessionWith("7.mail.many.example"));
  assert.equal(domainsTaken(), 201);
  world.clock.advance(dayMs);
  noteMany("many.example");
  assert.equal(domainsTaken(), 100);
});

test("whom any number of domains name as the place of their reports is sent few a minute, and the rest later", async () => {
  await using world = await newDeliveryWorld("sqlite");
  const posted: string[] = [];
  const reports = processOn(world, {
    lookUp: async (name) =>
      record(`v=TLSRPTv1; rua=mailto:${name.length}+x@mail.victim.example,https://${name}.victim.example/`),
    post: async (url) => {
      posted.push(url);
      return { kind: "answered", status: 200, body: "" };
    },
  });
  for (let at = 0; at < 12; at++) reports.note(sessionWith(`d${at}.example`));
  await reports.writeCounts();
  world.clock.advance(dayMs + 5 * hourMs);
  const sent = async () => {
    for (const claim of await reports.claimDue(50)) await reports.send(claim);
    return (await mailedReports(world)) + posted.length;
  };
  assert.equal(await sent(), 10);
  assert.equal(await sent(), 10);
  world.clock.advance(hourMs);
  assert.equal(await sent(), 20);
  world.clock.advance(hourMs);
  assert.equal(await sent(), 24);
  world.clock.advance(hourMs);
  assert.equal(await sent(), 24);
});

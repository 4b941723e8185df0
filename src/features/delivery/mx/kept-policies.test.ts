import assert from "node:assert/strict";
import { test } from "node:test";
import { StsPolicies } from "#features/delivery/index.ts";
import { dayMs, hourMs, minuteMs } from "#platform/clock.ts";
import { HandClock } from "#test/support/hand-clock.ts";

const policy = "version: STSv1\nmode: enforce\nmx: mx.far.example\nmax_age: 604800\n";

/** Domains that have a policy, until they say something else. */
function policyWorld(options: { readonly mostBytes?: number } = {}) {
  const clock = new HandClock();
  const world = {
    clock,
    record: "v=STSv1; id=a1" as string | undefined,
    body: policy as string | undefined,
    fetched: [] as string[],
    fault: () => policies.faultOf("far.example"),
    modeOf: async (domain = "far.example") => (await policies.policyOf(domain))?.mode,
  };
  const policies = new StsPolicies({
    clock,
    ...options,
    lookUp: async (name) =>
      world.record === undefined
        ? { kind: "no-such-name" }
        : {
            kind: "records",
            ttlSeconds: 60,
            records: [{ name, ttl: 60, type: "TXT", strings: [Buffer.from(world.record)] }],
          },
    fetch: async (url) => {
      world.fetched.push(new URL(url).hostname);
      return world.body === undefined ? { fault: "sts-policy-fetch-error" } : { text: world.body };
    },
  });
  return world;
}

test("a policy is read once, and by its id again when it has changed", async () => {
  const world = policyWorld();
  assert.deepEqual(await Promise.all([world.modeOf(), world.modeOf()]), ["enforce", "enforce"]);
  world.clock.advance(hourMs);
  await world.modeOf();
  assert.equal(world.fetched.length, 1);
  world.record = "v=STSv1; id=a2";
  world.body = policy.replace("enforce", "none");
  world.clock.advance(5 * minuteMs);
  assert.equal(await world.modeOf(), "none");
});

test("a policy holds while its server or its record has gone, and no longer than it said", async () => {
  const world = policyWorld();
  await world.modeOf();
  world.record = undefined;
  world.body = undefined;
  world.clock.advance(6 * dayMs);
  assert.equal(await world.modeOf(), "enforce");
  world.record = "v=STSv1; id=a2";
  world.clock.advance(hourMs);
  assert.equal(await world.modeOf(), "enforce");
  world.clock.advance(dayMs);
  assert.equal(await world.modeOf(), undefined);
});

test("why a policy is not to be had is known until there is one, and not while one holds", async () => {
  const world = policyWorld();
  world.body = undefined;
  assert.equal(await world.modeOf(), undefined);
  assert.equal(world.fault(), "sts-policy-fetch-error");
  world.body = "mode: whatever\n";
  world.clock.advance(5 * minuteMs);
  assert.equal(await world.modeOf(), undefined);
  assert.equal(world.fault(), "sts-policy-invalid");
  world.body = policy;
  world.clock.advance(5 * minuteMs);
  assert.equal(await world.modeOf(), "enforce");
  assert.equal(world.fault(), undefined);
  world.record = "v=STSv1; id=a2";
  world.body = undefined;
  world.clock.advance(5 * minuteMs);
  assert.equal(await world.modeOf(), "enforce");
  assert.equal(world.fault(), undefined);
});

test("a policy that stays as it is does not run out while its server is there", async () => {
  const world = policyWorld();
  for (let day = 0; day < 6; day++) {
    await world.modeOf();
    world.clock.advance(dayMs);
  }
  await world.modeOf();
  // Kept from its server for the last day of the first week, we know it nonetheless.
  world.body = undefined;
  for (let day = 0; day < 5; day++) {
    world.clock.advance(dayMs);
    assert.equal(await world.modeOf(), "enforce");
  }
});

test("a server that has gone is asked for a policy that is known once an hour at most", async () => {
  const world = policyWorld();
  await world.modeOf();
  world.body = undefined;
  world.clock.advance(dayMs);
  world.fetched.length = 0;
  for (let minute = 0; minute < 120; minute++) {
    assert.equal(await world.modeOf(), "enforce");
    world.clock.advance(minuteMs);
  }
  assert.equal(world.fetched.length, 2);
});

test("giant policies of domains without number take no more room than there is for them, and those in use stay", async () => {
  const world = policyWorld({ mostBytes: 200_000 });
  await world.modeOf();
  world.body = `version: STSv1\nmode: enforce\nmax_age: 604800\n${"mx: a-name-of-some-length.example\n".repeat(500)}`;
  for (let domain = 0; domain < 100; domain++) {
    assert.equal(await world.modeOf(`d${domain}.example`), "enforce");
    assert.equal(await world.modeOf(), "enforce");
  }
  world.fetched.length = 0;
  await world.modeOf("d0.example");
  await world.modeOf("d99.example");
  await world.modeOf();
  assert.deepEqual(world.fetched, ["mta-sts.d0.example"]);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import type { IdentityDetails } from "#features/identities/index.ts";
import { DomainAdvice } from "./index.ts";

const names = { zone: "signet.test" } as ConstructorParameters<typeof DomainAdvice>[0]["names"];
const region = "us-east-1";

/** Advice on domains whose name servers say nothing until they are let. */
function silentWorld() {
  const looking: string[] = [];
  const answered = Promise.withResolvers<readonly string[]>();
  const advice = new DomainAdvice({
    identities: { get: async (_owner, name) => ({ kind: "domain", name }) as IdentityDetails },
    inspector: {
      textsBehind: (signal) => async (name) => {
        looking.push(name);
        const ended = Promise.withResolvers<never>();
        signal?.addEventListener("abort", () => ended.reject(signal.reason));
        return await Promise.race([answered.promise, ended.promise]);
      },
    },
    names,
  });
  return { advice, looking, answer: () => answered.resolve(["v=DMARC1;p=none"]) };
}

test("an account whose name servers are silent keeps a few looks busy, and nobody else waiting", async () => {
  const { advice, looking, answer } = silentWorld();
  const { signal } = new AbortController();
  const mine = { account: "111111111111", region };
  const asked = Array.from({ length: 100 }, (_, at) => advice.of(mine, `d${at}.test`, signal));
  await setImmediate();
  assert.equal(looking.length, 5);
  const other = advice.of({ account: "222222222222", region }, "other.test", signal);
  await setImmediate();
  assert.equal(looking.length, 6);
  answer();
  assert.equal((await other)[1]?.status, "right");
  for (const given of await Promise.all(asked)) assert.equal(given[1]?.status, "right");
});

test("looks of however many accounts are so many in all", async () => {
  const { advice, looking, answer } = silentWorld();
  const { signal } = new AbortController();
  const asked = Array.from({ length: 100 }, (_, at) =>
    advice.of({ account: String(100_000_000_000 + at), region }, "d.test", signal),
  );
  await setImmediate();
  assert.equal(looking.length, 40);
  answer();
  await Promise.all(asked);
  assert.equal(looking.length, 100);
});

test("who waits for a look and goes away is out of the line", async () => {
  const { advice, looking, answer } = silentWorld();
  const gone = new AbortController();
  const { signal } = new AbortController();
  const mine = { account: "111111111111", region };
  const busy = Array.from({ length: 5 }, (_, at) => advice.of(mine, `busy${at}.test`, signal));
  const waiting = advice.of(mine, "waiting.test", gone.signal);
  await setImmediate();
  gone.abort();
  assert.equal((await waiting)[1]?.status, "unknown");
  answer();
  await Promise.all(busy);
  assert.equal(looking.length, 5);
});

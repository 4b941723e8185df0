import assert from "node:assert/strict";
import { test } from "node:test";
import { Listener } from "./listener.ts";
import type { Session } from "./session.ts";

test("a connection that is kept for long gathers nothing for each time that its pulse was felt", async (t) => {
  let waitedFor = 0;
  let pulses = 0;
  const enough = Promise.withResolvers<void>();
  const over = Promise.withResolvers<void>();
  // What a promise is to do when it settles is kept until then.
  const then = over.promise.then.bind(over.promise);
  t.mock.method(over.promise, "then", (...reactions: Parameters<typeof then>) => {
    waitedFor += 1;
    return then(...reactions);
  });
  const session = {
    ended: over.promise,
    run: async () => {},
    requireOriginal: async () => {
      pulses += 1;
      if (pulses === 50) enough.resolve();
    },
    cut: () => over.resolve(),
  } as unknown as Session;
  await using _ = new Listener({
    places: { first: async () => session as never },
    announcer: { hear() {}, missedSomething() {} },
    noPulse: () => assert.fail("It has a pulse."),
    pulseEveryMs: 0,
  });
  await enough.promise;
  assert.ok(waitedFor <= 2, `${waitedFor} wait for the end of one connection`);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { hourMs, secondMs } from "#platform/clock.ts";
import { HandClock } from "#test/support/hand-clock.ts";
import { MailExchangers } from "./mail-exchangers.ts";

test("that a domain is not there is not believed for longer when the clock is set back", async () => {
  const clock = new HandClock();
  let asked = 0;
  const exchangers = new MailExchangers({
    clock,
    shuffled: (items) => [...items],
    lookUp: async () => {
      asked += 1;
      return { kind: "no-such-name" };
    },
  });
  await exchangers.routeOf("far.example");
  clock.leap(29 * secondMs);
  await exchangers.routeOf("far.example");
  assert.equal(asked, 1);
  clock.leap(-hourMs);
  await exchangers.routeOf("far.example");
  assert.equal(asked, 2);
});

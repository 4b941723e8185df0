import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { Unavailable } from "#platform/errors.ts";
import { HandClock } from "#test/support/hand-clock.ts";
import { onceThere } from "./wait-for-database.ts";

test("what a start waits for is said as PostgreSQL says it, in a sentence", async () => {
  const full = Object.assign(new Error("sorry, too many clients already"), { code: "53300" });
  const failures: Error[] = [new Unavailable("Please try again.", { cause: full })];
  const clock = new HandClock();
  const said: string[] = [];
  const log = { warn: (_: object, text: string) => void said.push(text) };
  const opened = onceThere({ clock, log }, async () => {
    const failure = failures.shift();
    if (failure !== undefined) throw failure;
    return "open";
  });
  while (clock.sleepers === 0) await nextTurn();
  clock.advance(500);
  assert.equal(await opened, "open");
  assert.deepEqual(said, [
    "The service starts once its database is there: sorry, too many clients already. Next try in 500 ms.",
  ]);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { hourMs, secondMs } from "#platform/clock.ts";
import { HandClock } from "#test/support/hand-clock.ts";
import { Guesses } from "./guesses.ts";

test("who guesses waits, and no longer when the clock is set back", () => {
  const clock = new HandClock();
  const guesses = new Guesses(clock);
  const address = "192.0.2.1";
  for (let guess = 0; guess < 5; guess++) guesses.failed(address);
  assert.equal(guesses.waitMs(address), secondMs);
  clock.advance(secondMs);
  assert.equal(guesses.waitMs(address), 0);
  guesses.failed(address);
  assert.equal(guesses.waitMs(address), 2 * secondMs);
  clock.leap(-hourMs);
  assert.equal(guesses.waitMs(address), 0);
});

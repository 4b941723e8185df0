import assert from "node:assert/strict";
import { test } from "node:test";
import { secondMs } from "#platform/clock.ts";
import { HandClock } from "#test/support/hand-clock.ts";
import { Rests } from "./rests.ts";

test("however many fail, who failed lately is remembered, with the rests it had", () => {
  const clock = new HandClock();
  const rests = new Rests({ clock, patience: 2 });
  const restMsOf = (name: string) => (rests.of(name)?.until ?? clock.now()) - clock.now();
  const restsMs: number[] = [];
  for (let other = 0; other < 2_500; other++) {
    clock.advance(secondMs);
    rests.failed(`other-${other}`, clock.now());
    if (other % 500 > 0) continue;
    rests.failed("dead", clock.now());
    restsMs.push(restMsOf("dead"));
  }
  assert.deepEqual(
    restsMs,
    [0, 5, 10, 20, 40].map((seconds) => seconds * secondMs),
  );
});

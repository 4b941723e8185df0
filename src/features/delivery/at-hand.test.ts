import assert from "node:assert/strict";
import { test } from "node:test";
import { HandClock } from "#test/support/hand-clock.ts";
import { AtHand } from "./at-hand.ts";

function message(id: string, bytes: number) {
  const owner = { account: "000000000000", region: "us-east-1" };
  const rules = { tls: "opportunistic", sendingPool: undefined } as const;
  const envelope = { envelopeFrom: "", signWith: "service", report: undefined } as const;
  return { id, owner, createdAt: 0, content: new Uint8Array(bytes), rules, ...envelope };
}

test("a message is at hand once", () => {
  const atHand = new AtHand(new HandClock());
  atHand.put("dlv_1", message("one", 10));
  assert.equal(atHand.take("dlv_1")?.id, "one");
  assert.equal(atHand.take("dlv_1"), undefined);
});

test("when there is no room the newest are not kept, until what is at hand was asked for or is a minute old", () => {
  const clock = new HandClock();
  const atHand = new AtHand(clock);
  const put = (from: number) => {
    for (let number = from; number < from + 40; number += 1) {
      atHand.put(`dlv_${number}`, message(String(number), 250_000));
    }
  };
  const left = (from: number) =>
    Array.from({ length: 40 }, (_, at) => atHand.take(`dlv_${from + at}`)?.id).filter(
      (id) => id !== undefined,
    );
  const first = Array.from({ length: 16 }, (_, number) => String(number));
  put(0);
  assert.deepEqual(left(0), first);

  put(100);
  clock.advance(59_000);
  put(200);
  assert.deepEqual(left(200), []);
  clock.advance(1_000);
  put(300);
  assert.deepEqual([left(100), left(300).length], [[], 16]);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { AtHand } from "./at-hand.ts";

function message(id: string, bytes: number) {
  const owner = { account: "000000000000", region: "us-east-1" };
  const rules = { tls: "opportunistic", sendingPool: undefined } as const;
  const envelope = { envelopeFrom: "", signWith: "service", report: undefined } as const;
  return { id, owner, createdAt: 0, content: new Uint8Array(bytes), rules, ...envelope };
}

test("a message is at hand once", () => {
  const atHand = new AtHand();
  atHand.put("dlv_1", message("one", 10));
  assert.equal(atHand.take("dlv_1")?.id, "one");
  assert.equal(atHand.take("dlv_1"), undefined);
});

test("the oldest make room for the newest", () => {
  const atHand = new AtHand();
  const megabyte = 1024 * 1024;
  for (let number = 0; number < 40; number += 1) {
    atHand.put(`dlv_${number}`, message(String(number), megabyte));
  }
  assert.equal(atHand.take("dlv_0"), undefined);
  assert.equal(atHand.take("dlv_39")?.id, "39");
  const left = Array.from({ length: 40 }, (_, number) => atHand.take(`dlv_${number}`));
  assert.equal(left.filter((one) => one !== undefined).length, 14);
});

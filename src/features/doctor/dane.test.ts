import assert from "node:assert/strict";
import { test } from "node:test";
import { type AskedOfRoot, examineDane } from "./dane.ts";

const honest: AskedOfRoot = {
  resolver: "127.0.0.1",
  looked: { kind: "no-such-type", isAuthenticated: true },
};
const credulous: AskedOfRoot = { resolver: "192.0.2.53", looked: { kind: "no-such-type" } };
const silent: AskedOfRoot = { resolver: "192.0.2.54", looked: { kind: "failed", reason: "timeout" } };

test("one resolver of several that checks no signatures is found, whichever would have been asked", () => {
  assert.equal(examineDane([honest]).status, "ok");
  for (const answers of [
    [honest, credulous, silent],
    [credulous, honest],
  ]) {
    const { status, seen } = examineDane(answers);
    assert.equal(status, "failed");
    assert.match(seen, /192\.0\.2\.53 did not say/);
  }
  const unheard = examineDane([honest, silent]);
  assert.deepEqual([unheard.status, unheard.seen], ["unknown", "No answer came from 192.0.2.54."]);
  assert.equal(examineDane(undefined).status, "not-asked");
});

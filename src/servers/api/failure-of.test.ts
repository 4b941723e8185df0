import assert from "node:assert/strict";
import { test } from "node:test";
import { DatabaseClosed } from "#platform/database/closed.ts";
import { CallerError } from "#platform/errors.ts";
import { failureOf } from "./failure-of.ts";

test("an answer does not repeat megabytes of what it is about", () => {
  const name = "x".repeat(10_000_000);
  const failure = failureOf(
    new CallerError("bad-request", `Domain ${name} is invalid.`, [{ path: "a", message: name }]),
  );
  assert.ok(JSON.stringify(failure).length < 150_000);
  assert.match(failure.message, /^Domain x+…$/);
});

test("what comes to nothing because the service stops is no fault of its own", () => {
  assert.equal(failureOf(new DatabaseClosed()).problem, "unavailable");
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { kindOf } from "./trouble.ts";

test("a transaction that PostgreSQL ended, for nobody went on with it in time, is trouble and no answer", () => {
  const ended = (code: string) =>
    kindOf(Object.assign(new Error("terminating connection due to …"), { code }));
  assert.equal(ended("25P03"), "trouble", "idle_in_transaction_session_timeout");
  assert.equal(ended("25P04"), "trouble", "transaction_timeout");
  assert.equal(ended("25P02"), "answer", "an earlier statement of it failed");
});

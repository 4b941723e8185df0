import assert from "node:assert/strict";
import { test } from "node:test";
import { router, type TimeFormat, writeOutput } from "./index.ts";

function written(
  method: string,
  target: string,
  output: object,
  times: TimeFormat = "epoch-seconds",
): unknown {
  const route = router.route(method, target);
  assert.ok(route.kind === "operation");
  return JSON.parse(JSON.stringify(writeOutput(route.call.operation, output, times)));
}

const getIdentity = ["GET", "/v2/email/identities/example.com"] as const;

test("only what the model has is written, and nothing undefined", () => {
  const output = {
    IdentityType: "DOMAIN",
    ConfigurationSetName: undefined,
    secret: "s",
    Tags: [{ Key: "k", Value: "v", id: 1 }],
  };
  assert.deepEqual(written(...getIdentity, output), {
    IdentityType: "DOMAIN",
    Tags: [{ Key: "k", Value: "v" }],
  });
  assert.deepEqual(written("PUT", "/v2/email/account/sending", { x: 1 }), {});
});

test("times are seconds with a fraction, or ISO 8601", () => {
  const output = { VerificationInfo: { LastCheckedTimestamp: new Date(1_700_000_000_123) } };
  assert.deepEqual(written(...getIdentity, output), {
    VerificationInfo: { LastCheckedTimestamp: 1_700_000_000.123 },
  });
  assert.deepEqual(written(...getIdentity, output, "iso-8601"), {
    VerificationInfo: { LastCheckedTimestamp: "2023-11-14T22:13:20.123Z" },
  });
});

test("maps keep every key", () => {
  const Policies = JSON.parse('{"__proto__":"a","b":"c"}');
  assert.deepEqual(written(...getIdentity, { Policies }), { Policies });
});

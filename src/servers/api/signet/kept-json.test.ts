import assert from "node:assert/strict";
import { test } from "node:test";
import { keptToWire } from "./kept-json.ts";

test("members are in snake_case and times in ISO 8601, at every depth; what was seen stays as it was", () => {
  const evidence = {
    at: Date.UTC(2026, 0, 15, 12),
    soa: { primaryNameServer: "ns1.example.com", serial: 7 },
    servers: [{ tookMs: 1.5, answers: [{ value: "tookMs", ttl: 60 }] }],
    negativeTtlSeconds: null,
  };
  assert.deepEqual(keptToWire([evidence]), [
    {
      at: "2026-01-15T12:00:00.000Z",
      soa: { primary_name_server: "ns1.example.com", serial: 7 },
      servers: [{ took_ms: 1.5, answers: [{ value: "tookMs", ttl: 60 }] }],
      negative_ttl_seconds: null,
    },
  ]);
});

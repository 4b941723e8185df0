import assert from "node:assert/strict";
import { test } from "node:test";
import { run } from "#cli/run.ts";
import { capturedTerminal } from "#cli/testdata/captured-terminal.ts";
import { check, found, proof, verifiedDomain } from "#cli/testdata/sample-proof.ts";
import { scriptedService } from "#cli/testdata/scripted-service.ts";

test("a check that saw what the one before saw is over: the record is the same, its time is later", async () => {
  const { identity, checks } = proof(verifiedDomain, check(found));
  let asked = false;
  await using service = await scriptedService(({ path }) => {
    if (path.endsWith("/check")) {
      asked = true;
      return { data: {} };
    }
    if (!path.endsWith("/checks")) return { data: identity };
    const checked_at = asked ? "2026-11-23T11:59:59Z" : "2026-11-23T11:59:48Z";
    return { data: { checks: checks.map((one) => ({ ...one, checked_at })) } };
  });
  let now = Date.UTC(2026, 10, 23, 12);
  const clock = { now: () => now, sleep: async (ms: number) => void (now += ms) };
  const terminal = capturedTerminal({ clock });
  assert.equal(await run(["identity", "check", "example.com", "--url", service.url], terminal), 0);
  assert.deepEqual(terminal.messages, []);
  assert.match(terminal.written.join("\n"), /checked {2}1 s ago/);
});

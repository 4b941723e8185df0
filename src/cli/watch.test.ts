import assert from "node:assert/strict";
import { test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { Service } from "./service.ts";
import type { Proof } from "./shown-identity.ts";
import { type CapturedTerminal, capturedTerminal } from "./testdata/captured-terminal.ts";
import {
  absent,
  check,
  found,
  pendingDomain,
  proof,
  status,
  verifiedDomain,
} from "./testdata/sample-proof.ts";
import { type Answer, type ScriptedService, scriptedService } from "./testdata/scripted-service.ts";
import { watch } from "./watch.ts";

/** A service at which an identity goes through these stages, one a look. */
async function living(stages: readonly Proof[], atCheck: Answer = { data: {} }): Promise<ScriptedService> {
  let looks = 0;
  let stage = stages[0];
  return await scriptedService(({ path }) => {
    if (path.endsWith("/check")) return atCheck;
    if (path.endsWith("/checks")) return { data: { checks: stage?.checks } };
    stage = stages[Math.min(looks, stages.length - 1)];
    looks += 1;
    return { data: stage?.identity };
  });
}

async function watched(service: ScriptedService, terminal: CapturedTerminal) {
  const options = { url: new URL(service.url), apiKey: undefined, region: undefined };
  return await watch(new Service(options), "example.com", terminal);
}

const story = [
  proof(pendingDomain),
  proof(pendingDomain, check(absent)),
  proof(pendingDomain, check(absent)),
  proof(verifiedDomain, check(found)),
];

test("into a pipe go only the changes, each once", async () => {
  await using service = await living(story);
  const terminal = capturedTerminal();
  assert.equal(await watched(service, terminal), "verified");
  assert.deepEqual(
    terminal.written.filter((line) => !line.startsWith("    ")),
    [
      "  not yet seen  CNAME abc._domainkey.example.com",
      "example.com: waiting for the records to appear in DNS, since 2026-11-23 11:59 UTC",
      "  missing       CNAME abc._domainkey.example.com",
      "  found         CNAME abc._domainkey.example.com",
      "example.com: verified 2026-11-23 11:59 UTC",
    ],
  );
});

test("on a screen each picture takes the place of the one before, wrapped lines counted", async () => {
  await using service = await living(story);
  const terminal = capturedTerminal({ columns: 40, colour: true });
  await watched(service, terminal);
  assert.equal(terminal.written.length, story.length);
  assert.ok((terminal.written[0] ?? "").startsWith("\u001B[1mexample.com"));
  const rows = stripVTControlCharacters(terminal.written[0] ?? "")
    .split("\n")
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 40)), 0);
  assert.ok((terminal.written[1] ?? "").startsWith(`\u001B[${rows}A\u001B[J`));
});

async function checksAskedFor(atCheck: Answer): Promise<number> {
  const looks = Array.from({ length: 30 }, () => proof(pendingDomain));
  await using service = await living([...looks, ...story.slice(3)], atCheck);
  let now = 0;
  const clock = { now: () => now, sleep: async (ms: number) => void (now += ms) };
  await watched(service, capturedTerminal({ clock }));
  return service.requests.filter(({ path }) => path.endsWith("/check")).length;
}

test("while somebody watches, a check is asked for, but not at every look", async () => {
  assert.equal(await checksAskedFor({ data: {} }), 2);
});

test("a check that comes too soon is asked for again at the next look", async () => {
  const error = { code: "TOO_MANY_REQUESTS", message: "checked less than 5 seconds ago" };
  assert.equal(await checksAskedFor({ status: 429, error }), 30);
});

test("a failed identity ends the watch, and so does an interruption", async () => {
  await using failed = await living([proof({ ...pendingDomain, verification: status("FAILED") })]);
  assert.equal(await watched(failed, capturedTerminal()), "failed");
  await using pending = await living([proof(pendingDomain)]);
  const terminal = capturedTerminal();
  terminal.interrupt();
  assert.equal(await watched(pending, terminal), "waiting");
});

import assert from "node:assert/strict";
import { Resolver } from "node:dns/promises";
import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { dayMs, hourMs, minuteMs } from "#platform/clock.ts";
import { HandClock } from "#test/support/hand-clock.ts";
import {
  Doctor,
  examineCertificate,
  examineClock,
  examineDatabase,
  examineDisk,
  examineOutboundSmtp,
  examineQueue,
  examineReverseDns,
  examineZone,
  type Finding,
} from "./index.ts";

const fine: Finding = { status: "ok", seen: "All is well.", advice: "" };

test("a write-ahead log that is never begun anew is said", async () => {
  const folder = await mkdtemp(join(tmpdir(), "signet-test-"));
  try {
    const log = join(folder, "signet.sqlite-wal");
    assert.doesNotMatch((await examineDisk(folder, log)).seen, /write-ahead log/);
    await writeFile(log, "");
    // It takes no room of the disk.
    await truncate(log, 2 * 1024 ** 3);
    const { status, seen } = await examineDisk(folder, log);
    assert.equal(status, "warning");
    assert.match(seen, /The write-ahead log of the database has 2048 MB\.$/);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("the report is as bad as the worst, and what cannot be examined is said to be unknown", async () => {
  const clock = new HandClock();
  let looks = 0;
  const doctor = new Doctor({
    clock,
    examinations: [
      { name: "well", examine: async () => ({ ...fine, seen: `${++looks}` }) },
      { name: "broken", examine: async () => await Promise.reject(new Error("the wire is cut")) },
    ],
  });
  const { status, examined } = await doctor.report();
  assert.equal(status, "unknown");
  assert.match(examined[1]?.seen ?? "", /the wire is cut/);
  assert.match(examined[1]?.advice ?? "", /Look again/);
  await doctor.report();
  assert.equal(looks, 1, "it looked again a moment later");
  clock.advance(minuteMs);
  await doctor.report();
  assert.equal(looks, 2);
});

test("where a name outside could not be looked up, it says whom to look at", async () => {
  const resolver = new Resolver({ timeout: 100, tries: 1 });
  // Nobody listens there.
  resolver.setServers(["127.0.0.1:9"]);
  const examine = async () => {
    await resolver.resolveMx("example.com");
    return fine;
  };
  const doctor = new Doctor({ clock: new HandClock(), examinations: [{ name: "outside", examine }] });
  const [outside] = (await doctor.report()).examined;
  assert.equal(outside?.status, "unknown");
  assert.equal(outside.seen, "example.com was looked up in vain: no resolver listens.");
  assert.match(outside.advice, /resolvers/);
});

test("a queue is late by how long the oldest has been due", () => {
  const now = dayMs;
  const statusAfter = (ms: number, due = 3) =>
    examineQueue({ waiting: 5, due, earliestDueAt: now - ms }, now).status;
  assert.deepEqual(
    [statusAfter(minuteMs), statusAfter(hourMs), statusAfter(3 * hourMs), statusAfter(-hourMs, 0)],
    ["ok", "warning", "failed", "ok"],
  );
});

test("a certificate is judged by its time, and by who vouches for it where others see it", () => {
  const now = 100 * dayMs;
  const status = (certificate: object, isPublic = true) =>
    examineCertificate(
      { isSelfSigned: false, validFrom: 0, validUntil: 300 * dayMs, names: [], ...certificate },
      { now, isPublic },
    ).status;
  assert.equal(status({}), "ok");
  assert.equal(status({ validUntil: now + 3 * dayMs }), "warning");
  assert.equal(status({ validUntil: now - 1 }), "failed");
  assert.equal(status({ validFrom: now + 1 }), "failed");
  assert.equal(status({ isSelfSigned: true }), "warning");
  assert.equal(status({ isSelfSigned: true }, false), "ok");
});

test("of one that an authority makes it is said what is shown, what the last attempt said, and what is missing", () => {
  const now = 100 * dayMs;
  const shown = { isSelfSigned: false, validFrom: 0, validUntil: now + 20 * dayMs, names: [] };
  const standing = { renewAt: now - dayMs, trouble: undefined, dueAt: now + hourMs, missing: [] };
  const examine = (certificate: object, acme: object) =>
    examineCertificate({ ...shown, ...certificate }, { now, isPublic: true, acme: { ...standing, ...acme } });
  const trouble = { at: now, reason: "CAA forbids it" };
  const alias = { name: "_acme-challenge.a.test", target: "_acme-challenge.z.test" };
  assert.equal(examine({}, {}).status, "ok");
  assert.equal(examine({ isSelfSigned: true }, {}).status, "warning");
  const failing = examine({}, { trouble });
  assert.equal(failing.status, "warning");
  assert.match(failing.seen, /^It is valid until 1970-05-01.* 1970-04-11 00:00 UTC .*CAA forbids it\.$/);
  assert.match(failing.advice, /again by itself at 1970-04-11 01:00 UTC/);
  assert.equal(examine({ validUntil: now - 1 }, { trouble }).status, "failed");
  assert.match(
    examine({}, { missing: [alias] }).advice,
    /_acme-challenge\.a\.test CNAME _acme-challenge\.z\.test/,
  );
});

test("the way out, the names of addresses, the zone and the clock are told in words", async () => {
  const peer = "192.0.2.25:25";
  const greet = async (greeted: Parameters<typeof examineOutboundSmtp>[0]) =>
    (await examineOutboundSmtp(greeted, 25)).status;
  assert.equal(await greet(async () => ({ kind: "greeting", peer, text: "220 mx ESMTP" })), "ok");
  assert.equal(await greet(async () => ({ kind: "greeting", peer, text: "554 no" })), "warning");
  assert.equal(await greet(async () => ({ kind: "none", peer, reason: "timeout" })), "failed");
  const address = "192.0.2.25";
  const reverse = (names: string[] | undefined, isConfirmed = false) =>
    examineReverseDns([{ address, names, isConfirmed, isOurs: true }]).status;
  assert.deepEqual(
    [reverse(["mx.example"], true), reverse(["other.example"]), reverse([]), reverse(undefined)],
    ["ok", "failed", "failed", "unknown"],
  );
  assert.equal(examineReverseDns([]).status, "unknown");
  const elsewhere = examineReverseDns([
    { address, names: ["mx.example"], isConfirmed: true, isOurs: true },
    { address: "192.0.2.26", names: ["mx2.example"], isConfirmed: true, isOurs: false },
  ]);
  assert.equal(elsewhere.status, "failed");
  assert.match(elsewhere.seen, /192\.0\.2\.26 is no address of this machine/);
  const key = "A".repeat(300);
  assert.equal(examineZone("mail.example", key, [`v=DKIM1; p=${key}`]).status, "ok");
  assert.equal(examineZone("mail.example", key, ["v=DKIM1; p=BBBB"]).status, "failed");
  assert.equal(examineZone("mail.example", key, undefined).status, "failed");
  const clock = async (offsetMs: number) =>
    (await examineClock(async () => ({ offsetMs, server: "pool.ntp.org" }))).status;
  assert.deepEqual([await clock(40), await clock(-20_000), await clock(hourMs)], ["ok", "warning", "failed"]);
  const broken = await examineDatabase("postgres", async () => await Promise.reject(new Error("gone")));
  assert.equal(broken.status, "failed");
});

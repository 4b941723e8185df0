import assert from "node:assert/strict";
import { test } from "node:test";
import { hourMs, minuteMs, secondMs, systemClock } from "#platform/clock.ts";
import { HandClock } from "#test/support/hand-clock.ts";
import { Site } from "./site.ts";
import { Sites } from "./sites.ts";

test("a site in use is not forgotten for all the others that come", () => {
  const sites = new Sites((name) => new Site(name, { clock: systemClock }), 2);
  const used = sites.of(["mx.used.example"]);
  assert.equal(used.enter(), "entered");
  const idle = sites.of(["mx.idle.example"]);
  sites.of(["mx.one-more.example"]);
  assert.equal(sites.of(["mx2.used.example"]), used);
  assert.notEqual(sites.of(["mx.idle.example"]), idle);
  used.leave("went-well", { tookMs: 1, reason: "" });
  sites.of(["mx.another.example"]);
  sites.of(["mx.last.example"]);
  assert.notEqual(sites.of(["mx.used.example"]), used);
});

test("a site whose rest began before the clock was set back rests for no longer", () => {
  const clock = new HandClock();
  const site = new Site("example", { clock });
  const fail = () => site.leave("unreachable", { tookMs: 1, reason: "No route." });
  assert.equal(site.enter(), "entered");
  fail();
  clock.leap(-hourMs);
  assert.ok("closedBecause" in Object(site.enter()));
  clock.leap(minuteMs);
  assert.equal(site.enter(), "entered");
});

test("what is planned at a site that has enough to do is as far away after the clock was set back", () => {
  const clock = new HandClock();
  const site = new Site("example", { clock });
  let last: ReturnType<Site["enter"]> = "entered";
  for (let at = 0; last === "entered" && at < 1_000; at++) last = site.enter();
  clock.leap(-hourMs);
  const next = site.enter();
  assert.ok(typeof next === "object" && "busyUntil" in next);
  assert.ok(next.busyUntil - clock.now() < minuteMs);
});

test("a site that was slowed down before the clock was set back is neither slower for it nor unheard", () => {
  const clock = new HandClock();
  const site = new Site("example", { clock });
  const takesOne = (outcome: "went-well" | "overrun") => {
    assert.equal(site.enter(), "entered");
    site.leave(outcome, { tookMs: 0, reason: "" });
  };
  for (let sent = 0; sent < 10; sent++) {
    takesOne("went-well");
    clock.advance(secondMs);
  }
  takesOne("overrun");
  clock.leap(-hourMs);
  assert.notEqual(site.enter(), "entered", "it rests for as long as before");
  clock.advance(minuteMs);
  takesOne("went-well");
  clock.advance(5 * secondMs);
  takesOne("overrun");
  const waits = site.enter();
  assert.ok(typeof waits === "object" && "busyUntil" in waits, "it was heard");
  assert.ok(waits.busyUntil - clock.now() < minuteMs);
  clock.advance(minuteMs);
  assert.equal(site.enter(), "entered");
});

test("a message that was under way while the machine slept says nothing of how long those after it take", () => {
  const clock = new HandClock();
  const site = new Site("example", { clock });
  let last: ReturnType<Site["enter"]> = "entered";
  for (let at = 0; last === "entered" && at < 1_000; at++) last = site.enter();
  clock.leap(8 * hourMs);
  site.leave("went-well", { tookMs: 8 * hourMs, reason: "" });
  assert.equal(site.enter(), "entered");
  for (let waiting = 0; waiting < 50; waiting++) last = site.enter();
  assert.ok(typeof last === "object" && "busyUntil" in last);
  assert.ok(last.busyUntil - clock.now() < 15 * minuteMs);
});

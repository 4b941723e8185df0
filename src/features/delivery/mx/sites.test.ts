import assert from "node:assert/strict";
import { test } from "node:test";
import { systemClock } from "#platform/clock.ts";
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

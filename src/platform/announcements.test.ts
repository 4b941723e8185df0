import assert from "node:assert/strict";
import { test } from "node:test";
import { Announcements } from "./announcements.ts";

test("a listener that fails keeps nobody else from hearing, nor what was committed from being answered", (t) => {
  const later: (() => void)[] = [];
  t.mock.method(globalThis, "setImmediate", (act: () => void) => later.push(act));
  const announcements = new Announcements();
  const heard: (string | undefined)[] = [];
  announcements.hear("identities", () => {
    throw new Error("a bug");
  });
  announcements.hear("identities", (about) => heard.push(about));
  announcements.tell({ topic: "identities", about: "shop.example" });
  assert.deepEqual(heard, ["shop.example"]);
  assert.throws(() => later[0]?.(), /a bug/, "it is seen all the same");
});

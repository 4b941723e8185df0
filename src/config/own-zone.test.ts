import assert from "node:assert/strict";
import { test } from "node:test";
import { signet } from "#test/support/command-line.ts";
import { requireOwnZone } from "./own-zone.ts";

test("a zone under which everybody has their domains is nobody's", () => {
  for (const zone of ["com", "co.uk", "zone", "xn--p1ai"]) {
    assert.throws(() => requireOwnZone(zone), /is a public suffix.* such as mail\.example\.net/, zone);
  }
  for (const zone of [
    "test",
    "localhost",
    "internal",
    "corp",
    "signet.localhost",
    "example.com",
    "github.io",
  ]) {
    requireOwnZone(zone);
  }
});

test("a zone that is nobody's is refused where something would come of it", async () => {
  for (const command of ["serve", "zone"]) {
    const { code, err } = await signet([command], { SIGNET_ZONE: "CO.UK" });
    assert.equal(
      err,
      "signet: SIGNET_ZONE=co.uk: it is a public suffix: expected a domain of your own, such as mail.example.net.\n",
    );
    assert.equal(code, 78);
  }
});

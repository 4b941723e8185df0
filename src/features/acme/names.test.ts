import assert from "node:assert/strict";
import { test } from "node:test";
import { aliasesInside, aliasesOutside, sortNames } from "./names.ts";

const zone = "mail.example.net";
const names = [`smtp.${zone}`, zone, `*.${zone}`, "console.example.com", "*.example.org", `not${zone}`];

test("names of the zone are proven in it; of others their owners are told what to publish", () => {
  const outside = aliasesOutside(zone, [...names, "example.org"]);
  assert.deepEqual(
    outside.map(({ name }) => name),
    ["_acme-challenge.console.example.com", "_acme-challenge.example.org", `_acme-challenge.not${zone}`],
  );
  assert.ok(outside.every(({ target }) => target === `_acme-challenge.${zone}`));
  assert.deepEqual(aliasesInside(zone, names), [`_acme-challenge.smtp.${zone}`]);
});

test("a record that is gone takes its name from the certificate, silence takes none that it has", async () => {
  const leads: Record<string, readonly string[] | undefined> = {
    "_acme-challenge.console.example.com": undefined,
    "_acme-challenge.example.org": ["_acme-challenge.example.org", "there.test", `_acme-challenge.${zone}`],
    [`_acme-challenge.not${zone}`]: [`_acme-challenge.not${zone}`],
  };
  const sorted = async (held: readonly string[]) =>
    (await sortNames(names, { zone, held, aliasesOf: async (name) => leads[name] })).unproven;
  assert.deepEqual(await sorted([]), ["console.example.com", `not${zone}`]);
  assert.deepEqual(await sorted(names), [`not${zone}`]);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { readConfig } from "#config.ts";
import { readTlsReporting } from "./tls-reports.ts";

test("nobody reports on sessions in TLS unless the operator says so, who may give a name to it", () => {
  assert.equal(readConfig({}).tlsReporting, undefined);
  assert.equal(readTlsReporting("off"), undefined);
  assert.deepEqual(readTlsReporting("on"), {});
  assert.deepEqual(readTlsReporting("tls@example.net"), { contact: "tls@example.net" });
  assert.deepEqual(readTlsReporting('"Example, Inc." <tls@example.net>'), {
    contact: "tls@example.net",
    organization: "Example, Inc.",
  });
  for (const text of ["yes", "Example Mail", "a@b.example,c@d.example"]) {
    assert.throws(() => readTlsReporting(text), /expected on, off, or who reports/);
  }
});

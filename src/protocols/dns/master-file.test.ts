import assert from "node:assert/strict";
import { test } from "node:test";
import { masterFile } from "./master-file.ts";

test("a record is a line, its names absolute, its strings quoted", () => {
  const owner = { name: "a.example", ttl: 60 } as const;
  const text = masterFile([
    { ...owner, type: "MX", preference: 10, exchange: "mx.example" },
    { ...owner, type: "TXT", strings: [Buffer.from('say "a\\b"'), Buffer.from("\u00e9\n")] },
    { ...owner, type: "AAAA", address: "2001:db8::1" },
  ]);
  assert.deepEqual(text.split("\n"), [
    "a.example.\t60\tIN\tMX\t10 mx.example.",
    'a.example.\t60\tIN\tTXT\t"say \\"a\\\\b\\"" "\\195\\169\\010"',
    "a.example.\t60\tIN\tAAAA\t2001:db8::1",
    "",
  ]);
});

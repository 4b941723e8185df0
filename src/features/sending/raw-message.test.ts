import assert from "node:assert/strict";
import { test } from "node:test";
import { readRawMessage } from "./raw-message.ts";

const header = "From: ann@shop.test\r\n\r\n";

function isTaken(body: string): boolean {
  try {
    readRawMessage(Buffer.from(`${header}${body}`));
    return true;
  } catch {
    return false;
  }
}

test("a line of 998 octets is taken and no longer one, wherever it stands and with an end or without", () => {
  const before = [
    "",
    "\r\n",
    "x\r\n",
    "\r\n".repeat(1_000),
    `${"x".repeat(998)}\r\n`,
    `${"x".repeat(500)}\r\n`,
  ];
  for (const lines of before) {
    for (const after of ["", "\r\n", "\r\nx", "\r\n\r\n"]) {
      const body = (octets: number) => `${lines}${"y".repeat(octets)}${after}`;
      assert.deepEqual(
        [isTaken(body(998)), isTaken(body(999))],
        [true, false],
        JSON.stringify([lines.length, after]),
      );
    }
  }
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { dotStuffed } from "./dot-stuffing.ts";

test("a dot at the start of a line is doubled, and a lone dot ends the message", () => {
  const pairs: readonly [message: string, sent: string][] = [
    ["a\r\n", "a\r\n.\r\n"],
    ["a", "a\r\n.\r\n"],
    ["", ".\r\n"],
    [".\r\n", "..\r\n.\r\n"],
    ["..", "...\r\n.\r\n"],
    ["a\r\n.\r\n.\r\n..b\r\nc.\r\n", "a\r\n..\r\n..\r\n...b\r\nc.\r\n.\r\n"],
    ["a\r\n\r\n.", "a\r\n\r\n..\r\n.\r\n"],
  ];
  for (const [message, sent] of pairs) {
    assert.equal(dotStuffed(Buffer.from(message)).toString(), sent, JSON.stringify(message));
  }
});

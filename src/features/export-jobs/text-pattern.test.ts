import assert from "node:assert/strict";
import { test } from "node:test";
import { matches, readPattern } from "./text-pattern.ts";

function finds(pattern: string, ...texts: readonly string[]): boolean[] {
  const reading = readPattern(pattern);
  assert.ok(reading.ok, pattern);
  return texts.map((text) => matches(reading.pattern, text));
}

test("a text without an asterisk is that text alone, in its own case", () => {
  assert.deepEqual(finds("Hello", "Hello", "hello", "Hello you", ""), [true, false, false, false]);
});

test("an asterisk stands for anything before, after or around", () => {
  assert.deepEqual(finds("Hello*", "Hello", "Hello you", "Say Hello"), [true, true, false]);
  assert.deepEqual(finds("*@example.com", "ann@example.com", "ann@example.com.evil"), [true, false]);
  assert.deepEqual(finds("*information*", "information", "my information desk", "inform"), [
    true,
    true,
    false,
  ]);
  assert.deepEqual(finds("*", "", "anything"), [true, true]);
  assert.deepEqual(finds("**", "", "anything"), [true, true]);
});

test("behind a backslash an asterisk and a backslash are themselves", () => {
  assert.deepEqual(finds("\\*sale\\*", "*sale*", "a sale b"), [true, false]);
  assert.deepEqual(finds("*\\*", "sale*", "sale"), [true, false]);
  assert.deepEqual(finds("a\\\\*", "a\\b", "a\\", "a"), [true, true, false]);
});

test("what could be meant in two ways is refused", () => {
  for (const pattern of ["a*b", "***", "a**", "a\\b", "a\\"]) assert.ok(!readPattern(pattern).ok, pattern);
});

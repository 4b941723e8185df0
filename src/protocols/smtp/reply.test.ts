import assert from "node:assert/strict";
import { test } from "node:test";
import { seeded } from "#protocols/testdata/seeded.ts";
import { BadReply, ReplyReader, replyText, type SmtpReply } from "./reply.ts";

function readAll(text: string | Buffer, piece = text.length): SmtpReply[] {
  const reader = new ReplyReader();
  const octets = Buffer.from(text);
  const replies: SmtpReply[] = [];
  for (let start = 0; start < octets.length; start += piece) {
    reader.add(octets.subarray(start, start + piece));
    for (let reply = reader.next(); reply !== undefined; reply = reader.next()) replies.push(reply);
  }
  return replies;
}

test("replies are the same however the octets are cut", () => {
  const text = "220 hi\r\n250-one\r\n250-\r\n250 two\r\n354\r\n550 5.1.1 no such user\n";
  const whole = readAll(text);
  assert.deepEqual(whole.map(replyText), ["220 hi", "250 one  two", "354", "550 5.1.1 no such user"]);
  for (let piece = 1; piece < 10; piece += 1) assert.deepEqual(readAll(text, piece), whole);
});

test("an enhanced code counts only in the class of its reply", () => {
  assert.equal(readAll("550 5.1.1 x\r\n")[0]?.enhancedCode, "5.1.1");
  assert.equal(readAll("550 2.1.1 x\r\n")[0]?.enhancedCode, undefined);
  assert.equal(readAll("550 5.1.1234 x\r\n")[0]?.enhancedCode, undefined);
  assert.equal(readAll("550 no 5.1.1\r\n")[0]?.enhancedCode, undefined);
});

test("control characters and bad UTF-8 are shown, not passed on", () => {
  assert.deepEqual(readAll(Buffer.from("250 a\u0000\u001b[31m\u00e4\r\n", "latin1"))[0]?.lines, [
    "a\ufffd\ufffd[31m\ufffd",
  ]);
});

test("of a reply that is too long the beginning is read, and the next one is whole", () => {
  const long = "x".repeat(5_000);
  const overlong: readonly [text: string, lines: number, first: number][] = [
    [`550 5.1.1 ${long}\r\n`, 1, 2_044],
    ["550-5.1.1 no\r\n".repeat(500) + "550 such user\r\n", 100, 8],
    [`550-5.1.1 ${"x".repeat(2_000)}\r\n`.repeat(20) + "550 end\r\n", 8, 2_006],
    [`550-5.1.1 ${long}\r\n`.repeat(20) + "550 end\r\n", 8, 2_044],
  ];
  for (const [text, lines, first] of overlong) {
    for (const piece of [1, 7, 2_048, text.length]) {
      const [reply, next, ...more] = readAll(`${text}250 ok\r\n`, piece);
      assert.deepEqual([reply?.code, reply?.enhancedCode], [550, "5.1.1"]);
      assert.deepEqual([reply?.lines.length, reply?.lines[0]?.length], [lines, first]);
      assert.deepEqual([next && replyText(next), more], ["250 ok", []]);
    }
  }
});

test("what is no reply, or too much of one, is refused", () => {
  const faults: readonly [text: string, fault: RegExp][] = [
    ["hello\r\n", /"hello", which is no reply/],
    ["\r\n", /no reply/],
    ["25 x\r\n", /no reply/],
    ["2500 x\r\n", /no reply/],
    ["150 x\r\n", /no reply/],
    ["650 x\r\n", /no reply/],
    ["250-a\r\n251 b\r\n", /changed the code/],
    ["2".repeat(3_000), /no reply/],
    [`250-${"x".repeat(3_000)}\r\n251 b\r\n`, /changed the code/],
    ["250-x\r\n".repeat(50_000), /endless/],
    [`250 ${"x".repeat(300_000)}`, /endless/],
  ];
  for (const [text, fault] of faults) {
    assert.throws(
      () => readAll(text),
      (thrown) => thrown instanceof BadReply && fault.test(thrown.message),
      text.slice(0, 40),
    );
  }
});

test("random octets give replies or a fault, nothing else", () => {
  const random = seeded(20261106);
  const pieces = ["2", "5", "0", "-", " ", "\r\n", "\n", "\r", "x", "250 ok\r\n", "250-a\r\n", "\u0000"];
  for (let round = 0; round < 3_000; round += 1) {
    const text = Array.from({ length: random.below(20) }, () => pieces[random.below(pieces.length)]).join("");
    try {
      readAll(text, random.below(8) + 1);
    } catch (error) {
      assert.ok(error instanceof BadReply);
    }
  }
});

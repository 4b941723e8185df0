import assert from "node:assert/strict";
import { test } from "node:test";
import { assertTakesLess } from "#test/support/processor-time.ts";
import { type MimePart, partRanges, readParts } from "./parts.ts";
import { withoutTransferEncoding } from "./transfer-encoding.ts";

/** A text in so many multiparts, each of which says that it is in quoted-printable. */
function nested(depth: number): string {
  let content = "Content-Transfer-Encoding: quoted-printable\r\n\r\n=41=42";
  for (let level = depth; level > 0; level--) {
    const header = `Content-Type: multipart/mixed; boundary=b${level}\r\nContent-Transfer-Encoding: quoted-printable\r\n`;
    content = `${header}\r\n--b${level}\r\n${content}\r\n--b${level}--\r\n`;
  }
  return content;
}

function all(part: MimePart | undefined): readonly MimePart[] {
  return part === undefined ? [] : [part, ...part.parts.flatMap(all)];
}

test("an encoding is undone of what is no multipart alone, however deep", () => {
  const bodies = (depth: number) =>
    all(readParts(Buffer.from(nested(depth)))).map(({ body }) => Buffer.from(body).toString());
  const found = bodies(5);
  assert.equal(found.length, 6);
  assert.equal(found.pop(), "AB");
  for (const body of found) assert.match(body, /=41=42/);
  // The last of these is not taken apart, and a multipart all the same.
  const deeper = bodies(6);
  assert.equal(deeper.length, 6);
  for (const body of deeper) assert.match(body, /=41=42/);
});

test("base64 is read past what is none of its letters, and past a padding", () => {
  const read = (text: string) => Buffer.from(withoutTransferEncoding(Buffer.from(text), "base64")).toString();
  assert.equal(read("aGk=\r\naGk=\r\naGk"), "hihihi");
  assert.equal(read("a-G_k!=\r\n"), "hi");
  assert.equal(read("====aGkh"), "hi!");
  assert.equal(read(""), "");
});

test("a boundary of any length is looked for in time linear in the message", async () => {
  const long = "a".repeat(1_900);
  const other = `${long.slice(0, -1)}b`;
  const found = partRanges(Buffer.from(`--${other}\r\n--${long}\r\nx\r\n--${long}--\r\n`), long, 10);
  assert.deepEqual(found, [{ start: 2 * 1_904, end: 2 * 1_904 + 1 }]);
  const like = `\r\n--${"a".repeat(1_890)}b`.repeat(60);
  const message = (boundary: string) =>
    Buffer.from(`Content-Type: multipart/x; boundary=${boundary}\r\n${like}${"a".repeat(2_000_000)}`);
  const [hostile, harmless] = [message(long), message("b")];
  await assertTakesLess(
    10,
    () => readParts(hostile),
    () => readParts(harmless),
  );
});

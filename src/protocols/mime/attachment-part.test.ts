import assert from "node:assert/strict";
import { test } from "node:test";
import { seeded } from "#protocols/testdata/seeded.ts";
import { type AttachedFile, attachmentPart } from "./attachment-part.ts";
import { filesIn } from "./files.ts";
import { readMessage } from "./header-fields.ts";
import { withoutTransferEncoding } from "./transfer-encoding.ts";

type Encoding = NonNullable<AttachedFile["transferEncoding"]>;

/** The encoding that was taken, and the body without the CRLF that belongs to the boundary. */
function encode(content: Uint8Array, transferEncoding: Encoding | undefined, contentType?: string) {
  const part = attachmentPart({
    fileName: "a.bin",
    content,
    contentType,
    contentId: undefined,
    description: undefined,
    disposition: "attachment",
    transferEncoding,
  });
  const [header = "", ...bodies] = part.split("\r\n\r\n");
  const body = bodies.join("\r\n\r\n");
  return {
    encoding: /^Content-Transfer-Encoding: (.*)$/m.exec(header)?.[1],
    body: Buffer.from(body.replace(/\r\n$/, ""), "latin1"),
  };
}

const texts: readonly [what: string, content: string | Uint8Array, is7bit: boolean][] = [
  ["nothing", "", true],
  ["lines", "one\r\ntwo\r\n", true],
  ["a last line without end", "one\r\n.two", true],
  ["lines of Unix", "one\ntwo \n\nthree\t\n", false],
  ["lines of an old Macintosh", "one\rtwo\r", false],
  ["a line end the wrong way round", "one\n\rtwo", false],
  ["only line feeds", "\n".repeat(500), false],
  ["white space at the ends of lines", "one \r\n\t\r\ntwo\t ", true],
  ["equals signs", "a=b=3D=\r\n=".repeat(50), true],
  ["the longest line that arrives as it was", "x".repeat(990), true],
  ["a line that some servers break", `${"x".repeat(991)}\r\n`, false],
  ["a line that is too long", `${"x".repeat(999)}\r\n`, false],
  ["letters beyond ASCII", "Grüße\r\n", false],
  ["a NUL", "a\0b", false],
  ["white space alone", " ".repeat(300), true],
];

for (const [what, content, is7bit] of texts) {
  test(`a file with ${what} arrives as it was, in every encoding`, () => {
    const bytes = Buffer.from(content);
    for (const wanted of ["base64", "quoted-printable", "7bit", undefined] as const) {
      const { encoding, body } = encode(bytes, wanted);
      assert.deepEqual(Buffer.from(withoutTransferEncoding(body, encoding)), bytes);
      assert.equal(encoding, wanted === "7bit" && !is7bit ? "base64" : (wanted ?? "base64"));
    }
  });
}

test("whatever a file holds arrives in quoted-printable, in lines that are not too long", () => {
  const random = seeded(7);
  const letters = Buffer.from("ab =\t\r\n\r\n.é\0");
  for (let round = 0; round < 500; round++) {
    const bytes = Buffer.from(random.bytes(random.below(400)));
    if (round % 2 === 0)
      for (const at of bytes.keys()) bytes[at] = letters[random.below(letters.length)] ?? 0;
    const { body } = encode(bytes, "quoted-printable");
    assert.deepEqual(Buffer.from(withoutTransferEncoding(body, "quoted-printable")), bytes);
    for (const line of body.toString("latin1").split("\r\n")) {
      assert.match(line, /^[\t -~]{0,76}$/);
      assert.doesNotMatch(line, /[\t ]$/);
    }
  }
});

test("a message within a message is to be read without decoding, where it can be", () => {
  const message = Buffer.from("Subject: within\r\n\r\nHello\r\n");
  for (const wanted of ["base64", "quoted-printable", undefined] as const) {
    assert.deepEqual(encode(message, wanted, "message/rfc822"), { encoding: "7bit", body: message });
  }
  assert.equal(encode(Buffer.from("Subject: ü"), undefined, "message/rfc822").encoding, "base64");
});

test("a long file name in any script makes no line that servers would break, and is read as it was", () => {
  for (const fileName of [
    `${"日本語".repeat(80)}.pdf`,
    `${"😀".repeat(120)}.txt`,
    `${"é'(x)*%".repeat(36)}`,
  ]) {
    const part = attachmentPart({
      fileName,
      content: Buffer.from("x"),
      contentType: "text/plain",
      contentId: undefined,
      description: undefined,
      disposition: "attachment",
      transferEncoding: undefined,
    });
    for (const line of part.split("\r\n")) assert.ok(line.length <= 990, `${line.length} octets`);
    const reading = readMessage(Buffer.from(part, "latin1"));
    assert.ok(reading.ok);
    assert.deepEqual(filesIn(reading, 1)?.[0], fileName);
  }
});

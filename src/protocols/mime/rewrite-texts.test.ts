import assert from "node:assert/strict";
import { test } from "node:test";
import { seeded } from "#protocols/testdata/seeded.ts";
import { assertLinear, assertTakesLess } from "#test/support/processor-time.ts";
import { readMessage } from "./header-fields.ts";
import { rewriteTexts } from "./rewrite-texts.ts";
import { hasLongLine } from "./text-part.ts";

/** Lines with CRLF. */
function lines(...all: readonly string[]): string {
  return all.join("\r\n");
}

/** The message with every `old` in a text a recipient reads made `new`, in HTML `NEW`. */
function rewrite(message: string): string {
  const reading = readMessage(Buffer.from(message, "latin1"));
  assert.ok(reading.ok);
  const { fields, body } = rewriteTexts(reading, (text, kind) =>
    text.replaceAll("old", kind === "html" ? "NEW" : "new"),
  );
  const header = fields.map(({ name, value }) => `${name}:${value}\r\n`).join("");
  return `${header}\r\n${Buffer.from(body).toString("latin1")}`;
}

const base64 = (text: string) => Buffer.from(text).toString("base64");

test("texts are rewritten wherever they are, and what is none of them stays", () => {
  const of = (one: string, other: string) =>
    lines(
      'Content-Type: multipart/mixed; boundary="outer"',
      "",
      "preamble, old",
      "--outer",
      "Content-Type: multipart/alternative; boundary=outer2",
      "",
      "--outer2  ",
      "",
      `plain ${one}`,
      "--outer2",
      "Content-Type: text/html; charset=windows-1252",
      "Content-Transfer-Encoding: 8BIT",
      "",
      `<p>\xfcml\xe4ut ${other}</p>`,
      "--outer2--",
      "--outer",
      "Content-Type: text/html",
      "Content-Disposition: attachment; filename=old.html",
      "",
      "<p>old</p>",
      "--outer",
      "Content-Type: message/rfc822",
      "",
      "Subject: old",
      "",
      "old",
      "--outer",
      'Content-Type: multipart/signed; boundary="s"',
      "",
      "--s",
      "",
      "old",
      "--s--",
      "--outer",
      "Content-Type: text/html; charset=utf-16",
      "",
      "old",
      "--outer--",
      "epilogue, old",
    );
  assert.equal(rewrite(of("old", "old")), of("new", "NEW"));
});

test("what is encoded is decoded, and encoded again", () => {
  const of = (encoding: string, body: string) =>
    lines("Subject: x", "Content-Type: text/html", `Content-Transfer-Encoding: ${encoding}`, "", body);
  const expected = lines(
    "Subject: x",
    "Content-Type: text/html",
    "Content-Transfer-Encoding: base64",
    "",
    base64("<b>ü=NEW</b>"),
    "",
  );
  assert.equal(rewrite(of("base64", base64("<b>ü=old</b>"))), expected);
  assert.equal(rewrite(of("quoted-printable", "<b>=C3=BC=3Do=\r\nld</b>")), expected);
  const untouched = of("quoted-printable", "<b>=C3=BC</b>=");
  assert.equal(rewrite(untouched), untouched);
});

test("a line that grew too long is carried in base64", () => {
  const message = lines("Content-Type: text/plain", "", `${"old".repeat(300)}`);
  const reading = readMessage(Buffer.from(message));
  assert.ok(reading.ok);
  const { fields, body } = rewriteTexts(reading, (text) => text.replaceAll("old", "longer"));
  assert.ok(fields.some(({ name, value }) => name === "Content-Transfer-Encoding" && value === " base64"));
  assert.equal(Buffer.from(Buffer.from(body).toString(), "base64").toString(), `${"longer".repeat(300)}`);
});

test("whatever the message, nothing is lost that was not to be changed, in bounded time", async () => {
  const random = seeded(3);
  const pieces = [
    "Content-Type: multipart/mixed; boundary=b\r\n",
    "Content-Type: multipart/mixed; boundary=--\r\n",
    "Content-Type: text/html\r\n",
    "Content-Transfer-Encoding: base64\r\n",
    "\r\n",
    "\r\n",
    "--b\r\n",
    "--b--\r\n",
    "----\r\n",
    "--bb\r\n",
    "a: b\r\n",
    "old ",
    "\xff",
  ];
  for (let round = 0; round < 5_000; round++) {
    const text = Array.from({ length: random.below(30) }, () => pieces[random.below(pieces.length)]).join("");
    const reading = readMessage(Buffer.from(`X: y\r\n${text}`, "latin1"));
    if (!reading.ok) continue;
    assert.deepEqual(
      rewriteTexts(reading, (same) => same),
      { ...reading },
    );
    rewriteTexts(reading, (old) => `${old}!`);
  }
  await assertLinear((size) => {
    rewrite("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n".repeat(size));
  }, 2_500);
  await assertLinear((size) => {
    rewrite(`Content-Type: multipart/mixed; boundary=-\r\n\r\n${"-\r\n--".repeat(size)}`);
  }, 25_000);
});

test("a text of empty lines is not gone through line by line, and a long one is found anywhere", async () => {
  const [empty, full] = ["\r\n".repeat(2_000_000), `${"x".repeat(988)}\r\n`.repeat(4_000)];
  await assertTakesLess(
    10,
    () => assert.equal(hasLongLine(empty), false),
    () => assert.equal(hasLongLine(full), false),
  );
  for (const [length, isEncoded] of [
    [990, false],
    [991, true],
  ] as const) {
    for (const around of [
      ["", ""],
      ["\r\n", ""],
      ["ab\r\n\r\n", "\r\n"],
      ["", "\r\nold\r\n"],
    ]) {
      const [before = "", after = ""] = around;
      const text = `${before}old${"x".repeat(length - 3)}${after}`;
      const rewritten = rewrite(`Content-Type: text/plain\r\n\r\n${text}`);
      assert.equal(/base64/.test(rewritten), isEncoded, `${length} ${JSON.stringify(around)}`);
    }
  }
});

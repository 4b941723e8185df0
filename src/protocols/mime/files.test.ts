import assert from "node:assert/strict";
import { test } from "node:test";
import { seeded } from "#protocols/testdata/seeded.ts";
import { assertLinear } from "#test/support/processor-time.ts";
import { filesIn } from "./files.ts";
import { readMessage } from "./header-fields.ts";

function files(message: string, most = 500): string[] | undefined {
  const reading = readMessage(Buffer.from(message.replaceAll("\n", "\r\n"), "latin1"));
  assert.ok(reading.ok);
  return filesIn(reading, most);
}

const named: readonly [what: string, field: string, names: readonly string[]][] = [
  ["quoted", 'Content-Disposition: attachment; filename="a;b\\".exe"', ['a;b".exe']],
  ["bare", "Content-Disposition: attachment; size=3; FileName=a.exe", ["a.exe"]],
  ["folded", 'Content-Disposition: attachment;\n filename="a.exe"', ["a.exe"]],
  ["in the Content-Type", 'Content-Type: application/octet-stream; name="a.exe"', ["a.exe"]],
  ["in encoded words", 'Content-Type: application/x; name="=?utf-8?q?=C3=A4=2Eexe?="', ["ä.exe"]],
  ["in percents", "Content-Disposition: attachment; filename*=utf-8''%C3%A4%2Eexe", ["ä.exe"]],
  ["in pieces", 'Content-Disposition: attachment; filename*0="a.e"; filename*1*=x%65', ["a.exe"]],
  [
    "in pieces of any order",
    "Content-Disposition: attachment; filename*1=xe; filename*0*=utf-8'en'%C3%A4's.e",
    ["ä's.exe"],
  ],
  [
    "in pieces of encoded words",
    'Content-Type: application/x; name*0="=?utf-8?q?=C3"; name*1="=A4?=.exe"',
    ["ä.exe"],
  ],
  ["nowhere", "Content-Disposition: attachment", []],
];

for (const [how, field, names] of named) {
  test(`a file that is named ${how} is found`, () => {
    assert.deepEqual(files(`${field}\n\nx\n`), names);
    const inside = `Content-Type: multipart/alternative; boundary="in"\n\n--in\n${field}\n\nx\n--in--\n`;
    const message = `Content-Type: multipart/mixed; boundary=out\n\n--out\n\ntext\n--out\n${inside}\n--out--\n`;
    assert.deepEqual(files(message), names);
  });
}

test("a file is found in a part whose header has a line that is no field", () => {
  const damaged = 'no field\nContent-Disposition: attachment;\n filename="a.exe"\nno field';
  const message = (header: string) =>
    `Content-Type: multipart/mixed; boundary=b\n\n--b\n${header}\n\nx\n--b--\n`;
  assert.deepEqual(files(message(damaged)), ["a.exe"]);
  assert.deepEqual(files(message("no header at all")), []);
});

test("a file is found by whichever of several fields of one name a program goes", () => {
  const types = (one: string, other: string) => `Content-Type: ${one}\nContent-Type: ${other}\n`;
  const message = (part: string) => `Content-Type: multipart/mixed; boundary=b\n\n--b\n${part}\n--b--\n`;
  const file = "Content-Disposition: attachment; filename=a.exe\n";
  assert.deepEqual(files(message(`Content-Disposition: inline\n${file}\nx`)), ["a.exe"]);
  assert.deepEqual(files(message(`${types("text/plain", "application/x; name=a.exe")}\nx`)), ["a.exe"]);
  const inner = `--c\n${file}\nx\n--c--\n`;
  assert.deepEqual(files(message(`${types("text/plain", "multipart/mixed; boundary=c")}\n${inner}`)), [
    "a.exe",
  ]);
  const many = types("multipart/mixed; boundary=c", "multipart/mixed; boundary=d").repeat(1_000);
  assert.equal(files(message(`${many}\n${inner}`)), undefined);
});

test("a file is found behind the line that is no field, where programs begin the body", () => {
  const multipart = (boundary: string) => `Content-Type: multipart/mixed; boundary=${boundary}\n`;
  const file = "Content-Disposition: attachment; filename=a.exe\n";
  const inner = `--c\n${multipart("d")}\n--d\n${file}\nx\n--d--\n--c--\n`;
  assert.deepEqual(files(`${multipart("b")}\n--b\n${multipart("c")}no field\n${inner}--b--\n`), ["a.exe"]);
  const long = "x\n".repeat(600_000);
  assert.deepEqual(files(`${multipart("b")}\n--b\n${file}no field\n${long}--b--\n`), ["a.exe"]);
  assert.deepEqual(files(`${multipart("b")}\n--b\n${long}--b\n${long}--b--\n`), []);
  assert.equal(files(`${multipart("b")}\n--b\n${file}${"a:\n".repeat(400_000)}--b--\n`), undefined);
});

test("parts are counted at every depth", () => {
  const part = "--b\n\nx\n";
  const message = (count: number) =>
    `Content-Type: multipart/mixed; boundary=b\n\n${part.repeat(count)}--b--\n`;
  assert.deepEqual(files(message(10), 10), []);
  assert.equal(files(message(11), 10), undefined);
  const nested = `Content-Type: multipart/mixed; boundary=a\n\n--a\n${message(5)}--a\n${message(5)}--a--\n`;
  assert.deepEqual(files(nested, 12), []);
  assert.equal(files(nested, 11), undefined);
});

test("the headers of all parts together are no longer than that of a message may be", () => {
  const message = (count: number) =>
    `Content-Type: multipart/mixed; boundary=b\n\n${`--b\n${"a:\n".repeat(1_000)}\nx\n`.repeat(count)}--b--\n`;
  assert.deepEqual(files(message(200)), []);
  assert.equal(files(message(300)), undefined);
  // One that has none may be as long as it likes, blank lines and all.
  assert.deepEqual(
    files(`Content-Type: multipart/mixed; boundary=b\n\n--b\n\n${"x\n".repeat(600_000)}\n--b--\n`),
    [],
  );
});

test("a message of lines that are like delimiters is not looked at for each multipart around them", () => {
  const boundaries = Array.from({ length: 9 }, (_, at) => "b".repeat(at + 1));
  const headers = boundaries.map((one) => `Content-Type: multipart/mixed; boundary=${one}\n\n--${one}\n`);
  const message = (lines: number) => `${headers.join("")}\n${`--${boundaries.at(-1)}x\n`.repeat(lines)}`;
  assert.deepEqual(files(message(1_000)), []);
  assert.equal(files(message(3_000)), undefined);
});

test("a message that a second boundary has read again at every depth is not read over and over", () => {
  const types = (at: number) =>
    ["a", "b"].map((name) => `Content-Type: multipart/mixed; boundary=${name}${at}\n`).join("");
  const header = (depth: number) => `${types(depth)}\n--a${depth}\n--b${depth}\n`;
  const message = (depths: number) =>
    `${Array.from({ length: depths }, (_, depth) => header(depth)).join("")}\n${"x".repeat(3_000_000)}`;
  assert.deepEqual(files(message(2)), []);
  assert.equal(files(message(7)), undefined);
});

test("a boundary of hyphens does not begin at every octet of a line of hyphens", async () => {
  const header = (depth: number) =>
    `Content-Type: multipart/mixed; boundary="${"-".repeat(depth)}"\n\n--${"-".repeat(depth)}\n`;
  const depths = Array.from({ length: 9 }, (_, level) => 9 - level);
  await assertLinear((size) => {
    assert.deepEqual(files(`${depths.map(header).join("")}x${"-".repeat(size)}\n`), []);
  }, 50_000);
});

test("no damaged message makes it throw, or take long", async () => {
  const random = seeded(5);
  const whole =
    "Content-Type: multipart/mixed; boundary=b\n\n--b\n" +
    "Content-Disposition: attachment; filename*0*=utf-8''%C3; filename*1*=%A4\n\nx\n--b--\n";
  for (let round = 0; round < 1_000; round++) {
    const bytes = Buffer.from(whole.replaceAll("\n", "\r\n"));
    for (let flips = 0; flips < 10; flips++) bytes[random.below(bytes.length)] = random.below(256);
    const reading = readMessage(bytes);
    if (reading.ok) filesIn(reading, 500);
  }
  await assertLinear((size) => {
    files(`Content-Disposition: attachment; ${'filename="'.repeat(size)}\n\nx\n`);
    files("Content-Type: multipart/mixed; boundary=b\n\n--b\n".repeat(size / 20));
  }, 10_000);
});

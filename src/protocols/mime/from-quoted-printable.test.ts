import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { seeded } from "#protocols/testdata/seeded.ts";
import { fromQuotedPrintable } from "./from-quoted-printable.ts";

function decoded(text: string): string {
  return fromQuotedPrintable(Buffer.from(text, "latin1")).toString("latin1");
}

/** Line by line, as RFC 2045 §6.7 puts it. */
function asTheRfcSays(text: string): string {
  return text
    .split("\r\n")
    .map((line) => line.replace(/[ \t]+$/, ""))
    .join("\r\n")
    .replaceAll(/=(?:\r\n|$)/g, "")
    .replaceAll(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

test("escapes, soft breaks and white space at the ends of lines are undone, and what is none of them stays", () => {
  const cases: Readonly<Record<string, string>> = {
    "=C3=bc=3D": "\xc3\xbc=",
    "a \t\r\nb= \r\nc=20\r\nd ": "a\r\nbc \r\nd",
    "a =\r\n \r\nb": "a \r\nb",
    "=4=\r\n1": "A",
    "==\r\n41": "A",
    "==\r\n\r\n": "=\r\n",
    "=4=4G=\r=\n==": "=4=4G=\r=\n=",
    "\xff\0=": "\xff\0",
    "": "",
  };
  for (const [text, meant] of Object.entries(cases)) assert.equal(decoded(text), meant, JSON.stringify(text));
});

test("whatever the text, it is read as RFC 2045 says", () => {
  const random = seeded(2045);
  const pieces = [
    "=",
    "=",
    "\r\n",
    "\r\n",
    " ",
    "\t",
    "4",
    "1",
    "c",
    "x",
    "\r",
    "\n",
    "=20",
    "=0D=0A",
    "=3D",
    "\xff",
  ];
  for (let round = 0; round < 5_000; round++) {
    const text = Array.from({ length: random.below(25) }, () => pieces[random.below(pieces.length)]).join("");
    assert.equal(decoded(text), asTheRfcSays(text), JSON.stringify(text));
  }
});

test("a million lines and escapes take no room in the heap", async () => {
  const url = new URL("./from-quoted-printable.ts", import.meta.url);
  const decode = `import("${url.href}").then(({ fromQuotedPrintable }) =>
    require("node:worker_threads").parentPort.postMessage(fromQuotedPrintable(Buffer.from("=41\\r\\n".repeat(1e6))).length))`;
  // Who takes more heap than that ends with ERR_WORKER_OUT_OF_MEMORY.
  const worker = new Worker(decode, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 24 } });
  assert.deepEqual(await once(worker, "message"), [3_000_000]);
  await worker.terminate();
});

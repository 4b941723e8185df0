import assert from "node:assert/strict";
import { test } from "node:test";
import type { StructureShape } from "./shape.ts";
import { writeXml, xmlText } from "./write-xml.ts";

const text = { kind: "string", min: 0, max: 99, pattern: undefined, values: undefined } as const;

test("an output is written with its lists and maps, without what it does not have", () => {
  const item: StructureShape = {
    kind: "structure",
    required: [],
    members: new Map([["Name", { name: "Name", shape: text }]]),
  };
  const shape: StructureShape = {
    kind: "structure",
    required: [],
    members: new Map([
      ["Items", { name: "Items", shape: { kind: "list", item, min: 0, max: 9 } }],
      ["By", { name: "By", shape: { kind: "map", key: text, value: item, min: 0, max: 9 } }],
      ["Left", { name: "Left", shape: text }],
      ["On", { name: "On", shape: { kind: "boolean" } }],
    ]),
  };
  assert.equal(
    writeXml(shape, { Items: [{ Name: "a<b" }, {}], By: { "x&y": { Name: "é" } }, On: false }),
    "<Items><member><Name>a&lt;b</Name></member><member></member></Items><By><entry><key>x&amp;y</key><value><Name>é</Name></value></entry></By><On>false</On>",
  );
});

test("what XML has no way to write is written as a character that stands for it", () => {
  assert.equal(xmlText("a\0b\u0007c\ud800d\uffffe\r\n\t]]>😀"), "a�b�c�d�e&#xD;\n\t]]&gt;😀");
});

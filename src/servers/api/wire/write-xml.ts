import type { Shape, StructureShape } from "./shape.ts";

/** The members of an output as the Query protocol has them in XML; `output` as `writeOutput` gives it. */
export function writeXml({ members }: StructureShape, output: Readonly<Record<string, unknown>>): string {
  let xml = "";
  for (const { name, shape } of members.values()) {
    const value = output[name];
    if (value !== undefined) xml += `<${name}>${writeValue(shape, value)}</${name}>`;
  }
  return xml;
}

function writeValue(shape: Shape, value: unknown): string {
  switch (shape.kind) {
    case "structure":
    case "union":
      return writeXml(shape, value as Record<string, unknown>);
    case "list":
      return (value as readonly unknown[])
        .map((item) => `<member>${writeValue(shape.item, item)}</member>`)
        .join("");
    case "map":
      return Object.entries(value as object)
        .map(
          ([key, item]) =>
            `<entry><key>${xmlText(key)}</key><value>${writeValue(shape.value, item)}</value></entry>`,
        )
        .join("");
    default:
      return xmlText(String(value));
  }
}

const references: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  // Written as it is, it would be read as a line feed (XML 1.0 §2.11).
  "\r": "&#xD;",
};

/** XML 1.0 §2.2: what is no character of it cannot be written in any way. */
export function xmlText(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replaceAll(/[&<>\r]/g, (character) => references[character] ?? character);
}

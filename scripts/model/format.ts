import type { Model } from "#servers/api/wire/model.ts";

/** JSON with a member, an operation or a simple shape on each line, so that a diff reads as what AWS changed. */
export function formatModel(model: Model): string {
  const shapes = entries(model.shapes, ({ members, ...rest }) => {
    if (members === undefined) return oneLine(rest);
    if (Object.keys(members).length === 0) return oneLine({ ...rest, members });
    return `{ "type": ${oneLine(rest.type)}, "members": {\n${entries(members, oneLine, "      ")}\n    } }`;
  });
  return [
    "{",
    `  "generatedBy": ${oneLine(model.generatedBy)},`,
    `  "sources": ${oneLine(model.sources)},`,
    `  "errors": {\n${entries(model.errors, oneLine)}\n  },`,
    `  "operations": {\n${entries(model.operations, oneLine)}\n  },`,
    `  "shapes": {\n${shapes}\n  }`,
    "}\n",
  ].join("\n");
}

function entries<T>(
  record: Readonly<Record<string, T>>,
  show: (value: T) => string,
  indent = "    ",
): string {
  return Object.entries(record)
    .map(([key, value]) => `${indent}${JSON.stringify(key)}: ${show(value)}`)
    .join(",\n");
}

function oneLine(value: unknown): string {
  return JSON.stringify(value);
}

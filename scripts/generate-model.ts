// Writes src/servers/api/wire/model.json: the shapes and bindings exported by @aws-sdk/client-sesv2, joined with the
// limits, patterns and enums of botocore's model; and beside it older-model.json, of the older API. `--check` only compares, so an
// update of a client shows as a diff.
import { readFileSync, writeFileSync } from "node:fs";
import type { Model } from "#servers/api/wire/model.ts";
import { Constraints } from "./model/constraints.ts";
import { formatModel } from "./model/format.ts";
import { readOlderOperations } from "./model/older-operations.ts";
import { readOperations } from "./model/operations.ts";
import { ShapeReader } from "./model/shapes.ts";

const constraints = new Constraints(JSON.parse(readFileSync("scripts/sesv2-constraints.json", "utf8")));
const shapes = new ShapeReader(constraints);
const operations = readOperations(shapes, constraints);
constraints.assertAllUsed();

write("model.json", "@aws-sdk/client-sesv2", {
  errors: constraints.errors,
  operations,
  shapes: shapes.sorted(),
});
write("older-model.json", "@aws-sdk/client-ses", { errors: {}, ...readOlderOperations() });

function write(name: string, client: string, model: Omit<Model, "generatedBy" | "sources">): void {
  const target = `src/servers/api/wire/${name}`;
  const { version } = JSON.parse(readFileSync(`node_modules/${client}/package.json`, "utf8"));
  const sources = { [client]: version, botocore: constraints.version };
  const text = formatModel({ generatedBy: "node scripts/generate-model.ts", sources, ...model });
  if (!process.argv.includes("--check")) {
    writeFileSync(target, text);
  } else if (readFileSync(target, "utf8") !== text) {
    console.error(
      `${target} is not what the client and the constraints give. Run: node scripts/generate-model.ts`,
    );
    process.exitCode = 1;
  }
}

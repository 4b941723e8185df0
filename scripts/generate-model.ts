// Writes src/servers/api/wire/model.json: the shapes and bindings exported by @aws-sdk/client-sesv2, joined with the
// limits, patterns and enums of botocore's model. `--check` only compares, so an update of the client shows as a diff.
import { readFileSync, writeFileSync } from "node:fs";
import { Constraints } from "./model/constraints.ts";
import { formatModel } from "./model/format.ts";
import { readOperations } from "./model/operations.ts";
import { ShapeReader } from "./model/shapes.ts";

const target = "src/servers/api/wire/model.json";

const constraints = new Constraints(JSON.parse(readFileSync("scripts/sesv2-constraints.json", "utf8")));
const client = JSON.parse(readFileSync("node_modules/@aws-sdk/client-sesv2/package.json", "utf8"));
const shapes = new ShapeReader(constraints);
const operations = readOperations(shapes, constraints);
constraints.assertAllUsed();

const text = formatModel({
  generatedBy: "node scripts/generate-model.ts",
  sources: { "@aws-sdk/client-sesv2": client.version, botocore: constraints.version },
  errors: constraints.errors,
  operations,
  shapes: shapes.sorted(),
});

if (!process.argv.includes("--check")) {
  writeFileSync(target, text);
} else if (readFileSync(target, "utf8") !== text) {
  console.error(
    `${target} is not what the client and the constraints give. Run: node scripts/generate-model.ts`,
  );
  process.exitCode = 1;
}

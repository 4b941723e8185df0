import * as sdk from "@aws-sdk/client-ses";
import type { OperationModel, ShapeModel } from "#servers/api/wire/model.ts";
import { fail } from "./constraints.ts";
import { type Limits, ShapeReader } from "./shapes.ts";

/** Those of the older API that are answered; all others are refused in words. */
const answered = [
  "GetAccountSendingEnabled",
  "GetSendQuota",
  "SendBulkTemplatedEmail",
  "SendEmail",
  "SendRawEmail",
  "SendTemplatedEmail",
];

/** All that botocore's model of this API limits in them (botocore/data/ses/2010-12-01, 1.43.107): by its name, and where it stands. */
const limits: Readonly<Record<string, { readonly at: RegExp } & Omit<ShapeModel, "type">>> = {
  TemplateData: { at: /\.(?:TemplateData|DefaultTemplateData|ReplacementTemplateData)$/, max: 262_144 },
};

const theirs: Limits = {
  shapeAt: (place) => Object.keys(limits).find((name) => limits[name]?.at.test(place)),
  limitsOf(name) {
    const { at: _, ...limit } = limits[name] ?? {};
    return limit;
  },
  typeOf: () => "string",
  assertRequired() {},
};

/** What a call without members takes. */
const nothing: ShapeModel = { type: "structure", members: {} };

/** All are posted to `/`, where a form says which it is. */
const place = { method: "POST", path: "/", errors: [] };

export function readOlderOperations(): {
  operations: Record<string, OperationModel>;
  shapes: Record<string, ShapeModel>;
} {
  const shapes = new ShapeReader(theirs);
  const operations = answered.map((name): [string, OperationModel] => {
    const tuple: unknown = (sdk as Record<string, unknown>)[`${name}$`];
    if (!Array.isArray(tuple) || tuple[2] !== name) return fail(`the older client has no ${name}`);
    const [takes, gives] = [tuple[4], tuple[5]];
    const isUnit = typeof takes === "function" && takes() === "unit";
    const input = isUnit ? "Nothing" : shapes.read(takes, name);
    return [name, { ...place, input, output: shapes.read(gives, name) }];
  });
  return { operations: Object.fromEntries(operations), shapes: { Nothing: nothing, ...shapes.sorted() } };
}

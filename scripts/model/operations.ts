import * as sdk from "@aws-sdk/client-sesv2";
import type { OperationModel } from "#servers/api/wire/model.ts";
import { type Constraints, fail } from "./constraints.ts";
import type { ShapeReader } from "./shapes.ts";

const operationKind = 9;

const pageInQuery = { method: "GET", query: ["NextToken", "PageSize"] };

// Clients go on sending these for as long as they are not updated; the last two became POST in August 2026, the others earlier. What
// is in neither the path nor the query is in the body, also of a GET. Taken from SDK v2 for JavaScript 2.1693 and botocore 1.29.
const olderForms: Record<string, OperationModel["olderForm"]> = {
  ListContacts: {
    ...pageInQuery,
    path: "/v2/email/contact-lists/{ContactListName}/contacts",
    body: ["Filter"],
  },
  ListImportJobs: { ...pageInQuery, path: "/v2/email/import-jobs", body: ["ImportDestinationType"] },
  PutEmailIdentityDkimSigningAttributes: {
    method: "PUT",
    path: "/v1/email/identities/{EmailIdentity}/dkim/signing",
    query: [],
    body: ["SigningAttributesOrigin", "SigningAttributes"],
  },
  ListConfigurationSets: { ...pageInQuery, path: "/v2/email/configuration-sets", body: [] },
  ListEmailIdentities: { ...pageInQuery, path: "/v2/email/identities", body: [] },
};

/** Every operation the client exports, in the order of their names. */
export function readOperations(
  shapes: ShapeReader,
  constraints: Constraints,
): Record<string, OperationModel> {
  const tuples = Object.values(sdk)
    .filter((value): value is typeof value & unknown[] => Array.isArray(value) && value[0] === operationKind)
    .map((value) => value as readonly unknown[])
    .sort((a, b) => (String(a[2]) < String(b[2]) ? -1 : 1));
  return Object.fromEntries(tuples.map((tuple) => readOperation(tuple, shapes, constraints)));
}

function readOperation(
  [, , operationName, traits, input, output]: readonly unknown[],
  shapes: ShapeReader,
  constraints: Constraints,
): [string, OperationModel] {
  const name = String(operationName);
  const { http, ...others } = traits as { http: [method: string, path: string, status: number] };
  if (Object.keys(others).length > 0) fail(`${name}: unknown traits ${JSON.stringify(others)}`);
  const [method, path, status] = http;
  if (status !== 200) fail(`${name}: answers ${status}`);
  if (!/^(\/([a-z0-9-]+|\{[A-Za-z]+\}))+$/.test(path)) fail(`${name}: unknown form of path ${path}`);
  const theirs = constraints.operation(name);
  if (theirs.method !== method || bare(theirs.uri) !== bare(path))
    fail(`${name}: botocore has ${theirs.uri}`);
  const olderForm = olderForms[name];
  return [
    name,
    {
      method,
      path,
      input: shapes.read(input, name),
      output: shapes.read(output, name),
      errors: Object.keys(theirs.errors).sort(),
      ...(olderForm ? { olderForm } : {}),
    },
  ];
}

/** botocore ends two of its paths in a slash, which the router always allows, and has other names for some labels. */
function bare(path: string): string {
  return path.replace(/\/$/, "").replaceAll(/\{\w+\}/g, "{}");
}

import { Readable } from "node:stream";
import type {
  ListOwner,
  SuppressedDestination,
  Suppression,
  SuppressionReason,
} from "#features/suppression/index.ts";
import { csvRow, readCsv } from "#protocols/csv/csv.ts";
import { Document } from "#servers/api/document.ts";
import type { PlainRequest, PlainRoute } from "#servers/api/plain-routes.ts";
import { refusal } from "./read-body.ts";
import { readText, readWord } from "./read-query.ts";

const path = "/signet/v1/suppression.csv";
const reasons = ["BOUNCE", "COMPLAINT"] as const satisfies readonly SuppressionReason[];
const mostBodyBytes = 16 * 1024 * 1024;
const mostRefusedShown = 100;
const readAtOnce = 1_000;

/** The suppression list as a file, out and in; a tenant's where the query names one. */
export function suppressionRoutes({ suppression }: { readonly suppression: Suppression }): PlainRoute[] {
  return [
    { method: "GET", path, handle: async (request) => await download(suppression, request) },
    {
      method: "POST",
      path,
      body: { as: "text", mostBytes: mostBodyBytes },
      handle: async (request) => await upload(suppression, request),
    },
  ];
}

async function download(suppression: Suppression, request: PlainRequest): Promise<Document> {
  const { query } = request;
  const list = listIn(request);
  await suppression.requireExistence(list);
  const reason = readWord(query, "reason", reasons);
  const filter = { reasons: reason && [reason], from: undefined, until: undefined };
  const rows = Readable.from(rowsOf(suppression.all(list, filter)));
  const saved = { "content-disposition": 'attachment; filename="suppression.csv"' };
  return new Document("text/csv; charset=utf-8", rows, saved);
}

async function* rowsOf(pages: AsyncIterable<readonly SuppressedDestination[]>): AsyncGenerator<string> {
  yield csvRow(["address", "reason", "updated_at"]);
  for await (const page of pages) {
    yield page
      .map(({ address, reason, updatedAt }) => csvRow([address, reason, new Date(updatedAt).toISOString()]))
      .join("");
  }
}

function listIn({ caller, query }: PlainRequest): ListOwner {
  return { ...caller.owner, tenant: readText(query, "tenant") };
}

interface Line {
  readonly line: number;
  readonly address: string;
  readonly reason: SuppressionReason;
}

async function upload(suppression: Suppression, request: PlainRequest) {
  const { body } = request;
  const list = listIn(request);
  const rows = Iterator.from(readCsv(typeof body === "string" ? body : ""));
  const refused: { line: number; message: string }[] = [];
  let written = 0;
  const first = rows.next();
  if (first.done === true) throw refusal("the body", "must be CSV: address,reason");
  const hasNames = first.value.fields[0]?.toLowerCase() === "address";
  let some: Line[] = [];
  const put = async () => {
    written += await putSome(suppression, list, some, refused);
    some = [];
  };
  for (const { line, fields } of hasNames ? rows : [first.value, ...rows]) {
    const [address = "", reason = ""] = fields;
    const known = reasons.find((one) => one === (reason === "" ? "BOUNCE" : reason.toUpperCase()));
    if (known === undefined) refused.push({ line, message: `reason must be one of ${reasons.join(", ")}` });
    else some.push({ line, address, reason: known });
    if (some.length === readAtOnce) await put();
  }
  await put();
  return { written, refused: refused.toSorted((a, b) => a.line - b.line).slice(0, mostRefusedShown) };
}

/** Answers how many were put on the list. */
async function putSome(
  suppression: Suppression,
  list: ListOwner,
  some: readonly Line[],
  refused: { line: number; message: string }[],
): Promise<number> {
  const faults = await suppression.putAll(list, some);
  for (const [at, fault] of faults.entries()) {
    if (fault !== undefined) refused.push({ line: some[at]?.line ?? 0, message: fault });
  }
  return faults.filter((fault) => fault === undefined).length;
}

import { Readable } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
import type {
  ListOwner,
  SuppressedDestination,
  Suppression,
  SuppressionReason,
} from "#features/suppression/index.ts";
import { badMember } from "#platform/errors.ts";
import { type CsvRow, csvRow, readCsv } from "#protocols/csv/csv.ts";
import { Document } from "#servers/api/document.ts";
import type { PlainRequest, PlainRoute } from "#servers/api/plain-routes.ts";
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

interface Refused {
  readonly line: number;
  readonly message: string;
}

async function upload(suppression: Suppression, request: PlainRequest) {
  const list = listIn(request);
  const refused: Refused[] = [];
  let written = 0;
  let hasBegun = false;
  for (const some of someAtOnce(readCsv(typeof request.body === "string" ? request.body : ""))) {
    const rows = some.filter(({ fields }) => fields.some((field) => field.trim() !== ""));
    const isFirstNames = !hasBegun && rows[0]?.fields[0]?.toLowerCase() === "address";
    hasBegun ||= rows.length > 0;
    const lines = isFirstNames ? rows.slice(1) : rows;
    const faults = await putSome(suppression, list, lines);
    written += lines.length - faults.length;
    refused.push(...faults.slice(0, mostRefusedShown - refused.length));
    // Where every line is refused nothing is written, and nobody else would have a turn.
    await turn();
  }
  if (!hasBegun) throw badMember("the body", "must be CSV: address,reason");
  return { written, refused };
}

function* someAtOnce(rows: Iterable<CsvRow>): Generator<readonly CsvRow[]> {
  let some: CsvRow[] = [];
  for (const row of rows) {
    if (some.push(row) < readAtOnce) continue;
    yield some;
    some = [];
  }
  yield some;
}

/** Answers those that were not put on the list. */
async function putSome(
  suppression: Suppression,
  list: ListOwner,
  rows: readonly CsvRow[],
): Promise<readonly Refused[]> {
  const lines = rows.map(({ line, fields: [address = "", reason = ""] }) => ({
    line,
    address,
    reason: reasons.find((one) => one === (reason === "" ? "BOUNCE" : reason.toUpperCase())),
  }));
  const known = lines.flatMap(({ reason, ...line }) => (reason === undefined ? [] : [{ ...line, reason }]));
  const faults = await suppression.putAll(list, known);
  const faultAt = new Map(known.map(({ line }, at) => [line, faults[at]]));
  return lines.flatMap(({ line, reason }) => {
    const message = reason === undefined ? noReason : faultAt.get(line);
    return message === undefined ? [] : [{ line, message }];
  });
}

const noReason = `reason must be one of ${reasons.join(", ")}`;

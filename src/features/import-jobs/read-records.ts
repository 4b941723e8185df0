import type { Preferences } from "#features/contacts/index.ts";
import type { SuppressionReason } from "#features/suppression/index.ts";
import { readCsv } from "#protocols/csv/csv.ts";
import type { ImportSource } from "./import-job.ts";
import { type Line, UnreadableList } from "./read-lines.ts";

/** One entry of a list as a file has it. Undefined members are not said. */
export interface ListRecord {
  readonly address: string;
  readonly reason?: SuppressionReason | undefined;
  readonly unsubscribedFromAll?: boolean | undefined;
  readonly attributes?: string | undefined;
  readonly preferences: Preferences;
}

/** A record, or what is wrong with its line. */
export type Reading = { readonly line: number } & (
  | { readonly record: ListRecord }
  | { readonly fault: string }
);

class Fault extends Error {
  override readonly name = "Fault";
}

/**
 * Reads each line as a record, as SES does: JSON objects, or CSV. `hasNames`: the first line of the CSV names the columns; without
 * that they are the address and the reason. Throws `UnreadableList` for a first line that names no `emailAddress`.
 * https://docs.aws.amazon.com/ses/latest/dg/sending-email-list-management.html
 */
export async function* readRecords(
  lines: AsyncIterable<Line>,
  { format, hasNames }: { readonly format: ImportSource["format"]; readonly hasNames: boolean },
): AsyncGenerator<Reading> {
  let names: readonly string[] | undefined = hasNames ? undefined : ["emailAddress", "reason"];
  for await (const { number: line, text } of lines) {
    if (format === "CSV" && names === undefined) {
      names = readNames(text);
      continue;
    }
    try {
      const record = format === "JSON" ? fromJson(text) : fromCsv(text, names ?? []);
      refuseNul(record);
      yield { line, record };
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      yield { line, fault: error.message };
    }
  }
}

/** PostgreSQL takes none in a text. */
function refuseNul({ address, attributes = "", preferences }: ListRecord): void {
  const texts = [address, attributes, ...Object.keys(preferences)];
  if (texts.some((text) => text.includes("\0"))) throw new Fault("NUL is in it");
}

function fieldsOf(text: string): readonly string[] {
  return readCsv(text).next().value?.fields ?? [];
}

function readNames(text: string): readonly string[] {
  const names = fieldsOf(text);
  if (!names.includes("emailAddress")) {
    throw new UnreadableList(
      "The first line must name the columns: emailAddress, and unsubscribeAll, attributesData or topicPreferences.<topic>.",
    );
  }
  return names;
}

const topicColumn = "topicPreferences.";

function fromCsv(text: string, names: readonly string[]): ListRecord {
  const fields = unquotedJson(text, names) ?? fieldsOf(text);
  const said = new Map(names.map((name, at) => [name, fields[at] ?? ""] as const));
  const topics = [...said].filter(([name, value]) => name.startsWith(topicColumn) && value !== "");
  return {
    address: said.get("emailAddress") ?? "",
    reason: readReason(said.get("reason")),
    unsubscribedFromAll: readFlag(said.get("unsubscribeAll")),
    attributes: said.get("attributesData") || undefined,
    preferences: Object.fromEntries(
      topics.map(([name, value]) => [name.slice(topicColumn.length), readStatus(value)]),
    ),
  };
}

/** SES's own example has attributes as they are, `{"Name": "John"}`, and no quotation marks around: commas in them end no field. */
function unquotedJson(text: string, names: readonly string[]): readonly string[] | undefined {
  const at = names.indexOf("attributesData");
  const from = at === -1 ? -1 : startOfField(text, at);
  if (from === -1 || text[from] !== "{") return undefined;
  const end = text.lastIndexOf("}") + 1;
  const before = at === 0 ? [] : fieldsOf(text.slice(0, from - 1));
  const after = text[end] === "," ? fieldsOf(text.slice(end + 1)) : [];
  return [...before, text.slice(from, end), ...after];
}

/** Of the field with a number, from 0; -1: there is none, or a quotation mark is before it. */
function startOfField(text: string, number: number): number {
  let from = 0;
  for (let at = 0; at < number; at += 1) {
    const comma = text.indexOf(",", from);
    if (comma === -1 || text[from] === '"') return -1;
    from = comma + 1;
  }
  return from;
}

function fromJson(text: string): ListRecord {
  const value = parse(text);
  const { emailAddress, reason, unsubscribeAll, attributesData, topicPreferences } = value;
  if (typeof emailAddress !== "string") throw new Fault("emailAddress must be a text");
  if (attributesData !== undefined && attributesData !== null && typeof attributesData !== "string") {
    throw new Fault("attributesData must be a text");
  }
  return {
    address: emailAddress,
    reason: readReason(reason),
    unsubscribedFromAll: readFlag(unsubscribeAll),
    attributes: attributesData || undefined,
    preferences: readPreferences(topicPreferences),
  };
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
  } catch {}
  throw new Fault("the line is no JSON object");
}

function readPreferences(given: unknown): Preferences {
  if (given === undefined || given === null) return {};
  if (!Array.isArray(given)) throw new Fault("topicPreferences must be a list");
  return Object.fromEntries(
    given.map((each: { topicName?: unknown; subscriptionStatus?: unknown } | null) => {
      if (typeof each?.topicName !== "string") throw new Fault("topicName must be a text");
      return [each.topicName, readStatus(each.subscriptionStatus)];
    }),
  );
}

function readReason(given: unknown): SuppressionReason | undefined {
  if (given === undefined || given === null || given === "") return undefined;
  if (given === "BOUNCE" || given === "COMPLAINT") return given;
  throw new Fault("reason must be BOUNCE or COMPLAINT");
}

function readFlag(given: unknown): boolean | undefined {
  if (given === undefined || given === null || given === "") return undefined;
  if (typeof given === "boolean") return given;
  const flag = typeof given === "string" ? given.toLowerCase() : "";
  if (flag === "true" || flag === "false") return flag === "true";
  throw new Fault("unsubscribeAll must be true or false");
}

function readStatus(given: unknown): "OPT_IN" | "OPT_OUT" {
  if (given === "OPT_IN" || given === "OPT_OUT") return given;
  throw new Fault("a topic's preference must be OPT_IN or OPT_OUT");
}

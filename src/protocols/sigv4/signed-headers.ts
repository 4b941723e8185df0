import { SignatureError } from "./fault.ts";
import { isNamed } from "./request.ts";

/** Which headers a signature covers: lower case, sorted, and the same joined by `;`. */
export interface SignedHeaders {
  readonly names: readonly string[];
  readonly list: string;
}

const maxNames = 100;
const fieldName = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/;

/** Clients sign the same few lists again and again, so each is read once. Bounded: when full it starts anew. */
const known = new Map<string, SignedHeaders>();
const maxKnown = 256;
const maxKnownLength = 512;

/** Reads the value of `SignedHeaders`. @throws SignatureError when it is not a list of distinct names with `host` in it. */
export function readSignedHeaders(text: string): SignedHeaders {
  const before = known.get(text);
  if (before !== undefined) return before;
  const read = parse(text);
  if (text.length <= maxKnownLength) {
    if (known.size >= maxKnown) known.clear();
    known.set(text, read);
  }
  return read;
}

function parse(text: string): SignedHeaders {
  const names = text.toLowerCase().split(";").sort();
  if (names.length > maxNames || new Set(names).size !== names.length || !names.every(isFieldName)) {
    throw new SignatureError("incomplete", "'SignedHeaders' must be distinct header names joined by ';'.");
  }
  if (!names.includes("host")) {
    throw new SignatureError(
      "incomplete",
      "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
    );
  }
  return { names, list: names.join(";") };
}

function isFieldName(name: string): boolean {
  return fieldName.test(name);
}

/** A header as it is signed: every instance, trimmed, inner white space folded, joined by commas. Absent: empty. */
export function canonicalHeader(headers: readonly string[], name: string): string {
  let canonical: string | undefined;
  for (let at = 0; at + 1 < headers.length; at += 2) {
    if (!isNamed(headers[at], name)) continue;
    const value = fold(headers[at + 1] ?? "");
    canonical = canonical === undefined ? value : `${canonical},${value}`;
  }
  return canonical ?? "";
}

const foldable = /^[ \t]|[ \t]$|[ \t]{2}|\t/;
const beyondAscii = /[\u0080-\u00ff]/;

function fold(value: string): string {
  const folded = foldable.test(value) ? value.replace(/[ \t]+/g, " ").trim() : value;
  // node:http gives every byte as one character; what a client signed are the characters its bytes spell in UTF-8.
  return beyondAscii.test(folded) ? Buffer.from(folded, "latin1").toString("utf8") : folded;
}

import { canonicalSpelling } from "./percent.ts";

export interface QueryParameter {
  /** Both in their canonical spelling. */
  readonly name: string;
  readonly value: string;
}

/** Splits a raw query. Never fails: what is not well-formed percent-encoding stands for itself. */
export function readQuery(query: string): QueryParameter[] {
  const parameters: QueryParameter[] = [];
  for (const part of query.split("&")) {
    if (part === "") continue;
    const equals = part.indexOf("=");
    parameters.push(
      equals === -1
        ? { name: canonicalSpelling(part), value: "" }
        : {
            name: canonicalSpelling(part.slice(0, equals)),
            value: canonicalSpelling(part.slice(equals + 1)),
          },
    );
  }
  return parameters;
}

/** The canonical query: sorted by name, then by value, without the signature itself. */
export function canonicalQuery(query: string): string {
  if (query === "") return "";
  return readQuery(query)
    .filter(({ name }) => name !== "X-Amz-Signature")
    .sort((a, b) => compare(a.name, b.name) || compare(a.value, b.value))
    .map(({ name, value }) => `${name}=${value}`)
    .join("&");
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** A request as it came over the wire, before anything decoded it: what a signature is made over. */
export interface WireRequest {
  readonly method: string;
  /** Still percent-encoded, without the query. */
  readonly path: string;
  /** Still percent-encoded, without the `?`; empty when there is none. */
  readonly query: string;
  /** Name, value, name, value …, as in `rawHeaders` of `node:http`: the parsed form has lost what was repeated. */
  readonly headers: readonly string[];
}

/** The first value of a header, and how often it came. `name` in lower case. */
export function findHeader(
  headers: readonly string[],
  name: string,
): { value: string; count: number } | undefined {
  let value: string | undefined;
  let count = 0;
  for (let at = 0; at + 1 < headers.length; at += 2) {
    if (!isNamed(headers[at], name)) continue;
    value ??= headers[at + 1];
    count += 1;
  }
  return value === undefined ? undefined : { value, count };
}

/** Compares lengths first: nearly every header is another one, and lower-casing all of them costs more than the rest. */
export function isNamed(header: string | undefined, name: string): boolean {
  return header?.length === name.length && (header === name || header.toLowerCase() === name);
}

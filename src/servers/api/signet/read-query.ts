import { badMember } from "#platform/errors.ts";
import { largestPageSize, type PageRequest } from "#platform/paging.ts";

/** Members of a query string. Each throws `bad-request` with the member's name. */
export function readText(query: URLSearchParams, name: string): string | undefined {
  const text = query.get(name) ?? undefined;
  // NUL among them, which PostgreSQL takes for an error.
  if (text !== undefined && /\p{Cc}/u.test(text)) throw badMember(name, "must not hold control characters");
  return text;
}

export function readTime(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) throw badMember(name, "must be a time such as 2026-01-31T12:00:00Z");
  return time;
}

export function readNumber(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw badMember(name, "must be a whole number");
  return Number(text);
}

/** Which page of a list. */
export function readPageRequest(query: URLSearchParams): PageRequest {
  const size = readNumber(query, "page_size");
  if (size === 0 || (size ?? 0) > largestPageSize) {
    throw badMember("page_size", `must be from 1 to ${largestPageSize}`);
  }
  const token = query.get("next_token") ?? undefined;
  return { size, token, called: { size: "page_size", token: "next_token" } };
}

/** One of a few words. */
export function readWord<Word extends string>(
  query: URLSearchParams,
  name: string,
  words: readonly Word[],
): Word | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const word = words.find((known) => known === text);
  if (word === undefined) throw badMember(name, `must be one of ${words.join(", ")}`);
  return word;
}

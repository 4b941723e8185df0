import { badRequest } from "#platform/errors.ts";

/** The calls of v2 take both kinds of identity, and tell them apart by the `@`. Throws `bad-request`, as those do. */
export function requireAddress(text: string): void {
  if (!text.includes("@")) throw badRequest("EmailAddress", `Invalid email address<${text}>.`);
}

/** Throws `bad-request`. */
export function requireDomain(text: string): void {
  if (text.includes("@")) throw badRequest("Domain", `Domain ${text} is invalid.`);
}

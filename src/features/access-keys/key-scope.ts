import { badRequest, type CallerError } from "#platform/errors.ts";
import { readIdentityName } from "#protocols/address/identity-name.ts";

/** What a key may do. */
export interface KeyScope {
  /** All that its account may, or only send. */
  readonly may: "everything" | "send";
  /** The identities whose addresses it sends from, by the names that are kept; undefined: all that its account may. */
  readonly from: readonly string[] | undefined;
}

export const everything: KeyScope = { may: "everything", from: undefined };

const mostIdentities = 100;

/** @throws CallerError `bad-request` for what is no identity's name. They need not be there yet. */
export function sendingAs(names: readonly string[] | undefined): KeyScope {
  if (names === undefined) return { may: "send", from: undefined };
  if (names.length === 0 || names.length > mostIdentities) {
    throw refusal(`from must name 1 to ${mostIdentities} identities.`);
  }
  return { may: "send", from: [...new Set(names.map(nameOf))] };
}

/** As it is kept. */
export function scopeText(scope: KeyScope): string | null {
  return scope.may === "everything" ? null : JSON.stringify(scope);
}

export function readScope(text: string | null): KeyScope {
  return text === null ? everything : (JSON.parse(text) as KeyScope);
}

function nameOf(text: string): string {
  const reading = readIdentityName(text);
  if (!reading.ok) throw refusal(`from: ${text} is neither a domain nor an address: ${reading.fault}.`);
  return reading.identity.name;
}

function refusal(message: string): CallerError {
  return badRequest("from", message);
}

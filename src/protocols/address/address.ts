import { readDomain } from "./domain.ts";

export interface Address {
  /** As given, but with an internationalised domain as A-labels. SES compares addresses with their case. */
  readonly name: string;
  /** As given, with the quotes of a quoted local part. */
  readonly localPart: string;
  /** Lower case, A-labels: what DNS is asked for. */
  readonly domain: string;
}

export type AddressReading =
  | { readonly ok: true; readonly address: Address }
  | { readonly ok: false; readonly fault: string };

/** 64 + 1 + 255. The local part alone has no bound of its own: reply addresses longer than 64 are in daily use. */
const longestAddress = 320;

const atomCharacters = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]*$/;
const otherThanVisibleAscii = /[^!-~]/;
const nonAscii = /[^\p{ASCII}]/u;

/**
 * Reads a bare address (RFC 5321 §4.1.2 `Mailbox`, no display name, no address literal). Stricter in two points, as SES is: the
 * local part is 7-bit, and no white space, quoted or not. The faults are the words SES uses,
 * which counts what is not ASCII among the control characters.
 */
export function readAddress(text: string): AddressReading {
  if (text.length > longestAddress) return refused(`Address is longer than ${longestAddress} characters`);
  const at = text.startsWith('"') ? endOfQuoted(text) : text.indexOf("@");
  if (at === -1) return refused(text.startsWith('"') ? "Unterminated quote" : "Missing final '@domain'");
  if (text[at] !== "@") return refused("Quote not followed by '@'");
  const localPart = text.slice(0, at);
  const fault = faultOfLocalPart(localPart);
  if (fault !== undefined) return refused(fault);
  const written = text.slice(at + 1);
  const domain = readDomain(written);
  if (!domain.ok) return domain;
  const name = nonAscii.test(written) ? `${localPart}@${domain.name}` : text;
  return { ok: true, address: { name, localPart, domain: domain.name } };
}

/** The one form of an address that was read in which it is compared: domains know no case (RFC 5321 §2.4), local parts do. */
export function asCompared(address: string): string {
  const at = address.lastIndexOf("@");
  return address.slice(0, at) + address.slice(at).toLowerCase();
}

/** The index just after the quoted string that `text` starts with, or -1 where it never ends. */
function endOfQuoted(text: string): number {
  for (let index = 1; index < text.length; index += 1) {
    if (text[index] === "\\") index += 1;
    else if (text[index] === '"') return index + 1;
  }
  return -1;
}

function faultOfLocalPart(local: string): string | undefined {
  if (local === "" || local === '""') return "Missing local name";
  if (otherThanVisibleAscii.test(local)) return "Local address contains control or whitespace";
  if (local.startsWith('"')) return undefined;
  if (!atomCharacters.test(local)) return "Local address contains illegal character";
  if (local.startsWith(".")) return "Local address starts with dot";
  if (local.endsWith(".")) return "Local address ends with dot";
  if (local.includes("..")) return "Local address contains dot-dot";
  return undefined;
}

function refused(fault: string): AddressReading {
  return { ok: false, fault };
}

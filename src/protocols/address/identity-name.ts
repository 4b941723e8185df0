import { type Address, readAddress } from "./address.ts";
import { readDomain } from "./domain.ts";

export type IdentityName =
  | ({ readonly kind: "address" } & Address)
  /** `name` is lower case and in A-labels. */
  | { readonly kind: "domain"; readonly name: string };

export type IdentityNameReading =
  | { readonly ok: true; readonly identity: IdentityName }
  | { readonly ok: false; readonly kind: IdentityName["kind"]; readonly fault: string };

/** Reads what SES calls an identity: an `@` anywhere makes it an address, otherwise it is a domain of two labels or more. */
export function readIdentityName(text: string): IdentityNameReading {
  if (text.includes("@")) {
    const reading = readAddress(text);
    if (!reading.ok) return { ok: false, kind: "address", fault: reading.fault };
    return { ok: true, identity: { kind: "address", ...reading.address } };
  }
  const reading = readDomain(text);
  if (!reading.ok) return { ok: false, kind: "domain", fault: reading.fault };
  if (reading.labels < 2) return { ok: false, kind: "domain", fault: "Domain has no dot" };
  return { ok: true, identity: { kind: "domain", name: reading.name } };
}

import type { KeyBits } from "#features/dkim-keys/index.ts";
import { badRequest, CallerError } from "#platform/errors.ts";
import { type IdentityName, readIdentityName } from "#protocols/address/identity-name.ts";
import type { DkimOrigin } from "./identity.ts";

/** What a caller may say about a domain's DKIM: SES's DkimSigningAttributes. */
export interface DkimRequest {
  readonly selector?: string | undefined;
  readonly privateKey?: string | undefined;
  readonly nextKeyBits?: KeyBits | undefined;
  readonly origin?: string | undefined;
}

export type DkimChoice =
  | { readonly mode: "easy"; readonly bits: KeyBits }
  | { readonly mode: "byo"; readonly selector: string; readonly privateKey: string }
  | { readonly mode: "replica"; readonly origin: DkimOrigin };

export const defaultKeyBits: KeyBits = 2048;

/** Throws `bad-request`, in SES's words for what is neither an address nor a domain. */
export function readName(text: string, dkim: DkimRequest | undefined): IdentityName {
  const reading = readIdentityName(text);
  if (!reading.ok) {
    const message =
      reading.kind === "address" ? `Invalid email address<${text}>.` : `Domain ${text} is invalid.`;
    throw new CallerError("bad-request", message, [{ path: "EmailIdentity", message: reading.fault }]);
  }
  if (reading.identity.kind === "address" && dkim !== undefined) {
    throw refusal("DkimSigningAttributes can only be given for a domain.");
  }
  return reading.identity;
}

/** The name under which an identity is kept, or the text itself when it can be none: then nothing will be found. */
export function nameAsKept(text: string): string {
  const reading = readIdentityName(text);
  return reading.ok ? reading.identity.name : text;
}

/** Which of SES's three ways of signing a request asks for. */
export function chooseDkim(request: DkimRequest): DkimChoice {
  const { selector, privateKey, nextKeyBits, origin } = request;
  if (origin !== undefined && origin !== "AWS_SES" && origin !== "EXTERNAL") {
    if (selector !== undefined || privateKey !== undefined || nextKeyBits !== undefined) {
      throw refusal("DomainSigningAttributesOrigin cannot be combined with other DKIM signing attributes.");
    }
    return { mode: "replica", origin: origin as DkimOrigin };
  }
  if (origin !== undefined) {
    throw refusal(`DomainSigningAttributesOrigin must name a region (AWS_SES_<REGION>), not ${origin}.`);
  }
  if ((selector === undefined) !== (privateKey === undefined)) {
    throw refusal("DomainSigningSelector and DomainSigningPrivateKey must be given together.");
  }
  if (selector !== undefined && privateKey !== undefined) {
    if (nextKeyBits !== undefined) throw refusal("NextSigningKeyLength applies to Easy DKIM only.");
    return { mode: "byo", selector, privateKey };
  }
  return { mode: "easy", bits: nextKeyBits ?? defaultKeyBits };
}

function refusal(message: string): CallerError {
  return badRequest("DkimSigningAttributes", message);
}

import type { Owner } from "#platform/owner.ts";

/** A link that was mailed; without the token, which is kept nowhere. */
export interface VerificationLink {
  readonly owner: Owner;
  readonly identityId: string;
  readonly address: string;
  readonly expiresAt: number;
  readonly usedAt: number | undefined;
  /** Where to go on to; undefined: to a page of ours. */
  readonly redirects: { readonly success: string; readonly failure: string } | undefined;
}

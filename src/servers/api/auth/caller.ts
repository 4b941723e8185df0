import type { Owner } from "#platform/owner.ts";

/** Who is asking, in which region, and how we know. */
export interface Caller {
  /** Whose things the call is about. */
  readonly owner: Owner;
  /** The address that the request came from. */
  readonly sourceIp: string;
  readonly by:
    | { readonly kind: "access-key"; readonly id: string }
    | { readonly kind: "api-key"; readonly id: string }
    /** Nobody proved anything: open mode. */
    | { readonly kind: "local" };
}

/** Whose things an unproven request works with. */
export const localAccount = "000000000000";

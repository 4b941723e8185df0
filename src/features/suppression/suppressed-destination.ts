import type { Owner } from "#platform/owner.ts";

export type SuppressionReason = "BOUNCE" | "COMPLAINT";

/** Whose list: the account's, or that of a tenant of it. */
export interface ListOwner extends Owner {
  readonly tenant?: string | undefined;
}

/** An address to which an account sends no more, or a tenant of it. */
export interface SuppressedDestination {
  readonly address: string;
  readonly reason: SuppressionReason;
  readonly updatedAt: number;
  /** What made us put it here; undefined where a caller did. */
  readonly messageId: string | undefined;
  readonly feedbackId: string | undefined;
}

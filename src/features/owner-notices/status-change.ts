import type { Identity, VerificationStatus } from "#features/identities/index.ts";

/** What of a domain has changed its status. */
export interface StatusChange {
  readonly identity: Pick<Identity, "owner" | "name" | "mailFrom">;
  readonly subject: "dkim" | "mail-from";
  readonly before: VerificationStatus;
  readonly after: VerificationStatus;
}

import type { VerificationStatus } from "#features/identities/index.ts";

/** In the words of the older API. */
export const statuses = {
  "not-started": "NotStarted",
  pending: "Pending",
  success: "Success",
  failed: "Failed",
  "temporary-failure": "TemporaryFailure",
} as const satisfies Record<VerificationStatus, string>;

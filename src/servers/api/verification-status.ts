import type { VerificationStatus } from "#features/identities/index.ts";

/** What SES calls what became of a verification. */
const nameOf = {
  "not-started": "NOT_STARTED",
  pending: "PENDING",
  success: "SUCCESS",
  failed: "FAILED",
  "temporary-failure": "TEMPORARY_FAILURE",
} as const satisfies Record<VerificationStatus, string>;

export type StatusName = (typeof nameOf)[VerificationStatus];

const byName = new Map(Object.entries(nameOf).map(([status, name]) => [name, status as VerificationStatus]));

export const statusNames: readonly StatusName[] = Object.values(nameOf);

export function statusOnWire(status: VerificationStatus): StatusName {
  return nameOf[status];
}

/** Undefined: SES has no such status. */
export function readStatus(name: string): VerificationStatus | undefined {
  return byName.get(name as StatusName);
}

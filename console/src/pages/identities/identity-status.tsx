import type { ReactNode } from "react";
import type { VerificationStatus } from "#console/api/identities.ts";
import { StatusBadge, type Tone } from "#console/elements/status-badge.tsx";

const shown: Record<VerificationStatus, readonly [tone: Tone, text: string]> = {
  SUCCESS: ["good", "Verified"],
  PENDING: ["waiting", "Pending"],
  NOT_STARTED: ["neutral", "Not started"],
  TEMPORARY_FAILURE: ["bad", "Records gone"],
  FAILED: ["bad", "Failed"],
};

export function IdentityStatus({ status }: { readonly status: VerificationStatus }): ReactNode {
  const [tone, text] = shown[status];
  return <StatusBadge tone={tone}>{text}</StatusBadge>;
}

import type { DeliverabilityTestStatus } from "@aws-sdk/client-sesv2";
import type { ReactNode } from "react";
import { StatusBadge } from "#console/elements/status-badge.tsx";

export function TestState({ status }: { readonly status: DeliverabilityTestStatus | undefined }): ReactNode {
  if (status === undefined) return null;
  return status === "COMPLETED" ? (
    <StatusBadge tone="good">Done</StatusBadge>
  ) : (
    <StatusBadge tone="info">Under way</StatusBadge>
  );
}

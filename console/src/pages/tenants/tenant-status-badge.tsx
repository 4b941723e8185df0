import type { ReactNode } from "react";
import type { TenantListed } from "#console/api/tenants.ts";
import { StatusBadge } from "#console/elements/status-badge.tsx";

export function TenantStatusBadge({ status }: { readonly status: TenantListed["SendingStatus"] }): ReactNode {
  return status === "DISABLED" ? (
    <StatusBadge tone="waiting">Paused</StatusBadge>
  ) : (
    <StatusBadge tone="good">On</StatusBadge>
  );
}

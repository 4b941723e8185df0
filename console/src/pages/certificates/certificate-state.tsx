import type { ReactNode } from "react";
import type { Certificate } from "#console/api/certificates.ts";
import { RelativeTime, useNow } from "#console/elements/relative-time.tsx";
import { StatusBadge } from "#console/elements/status-badge.tsx";

/** Long enough to have another one made. */
const soonMs = 30 * 86_400_000;

export function CertificateState({
  certificate: { not_before, not_after },
}: {
  readonly certificate: Certificate;
}): ReactNode {
  const now = useNow();
  const leftMs = Date.parse(not_after) - now;
  if (leftMs <= 0) return <StatusBadge tone="bad">Expired</StatusBadge>;
  if (Date.parse(not_before) > now) return <StatusBadge tone="neutral">Not valid yet</StatusBadge>;
  if (leftMs <= soonMs) return <StatusBadge tone="waiting">Expires soon</StatusBadge>;
  return <StatusBadge tone="good">Valid</StatusBadge>;
}

/** When it expires, or since when it is expired. */
export function Expiry({ at }: { readonly at: string }): ReactNode {
  const isPast = Date.parse(at) <= useNow();
  return (
    <>
      {isPast ? "expired " : "expires "}
      <RelativeTime at={at} ahead={!isPast} />
    </>
  );
}

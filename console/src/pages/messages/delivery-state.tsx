import type { ReactNode } from "react";
import type { DeliveryState } from "#console/api/messages.ts";
import { StatusBadge, type Tone } from "#console/elements/status-badge.tsx";

const shown: Record<DeliveryState, readonly [tone: Tone, text: string]> = {
  delivered: ["good", "Delivered"],
  queued: ["waiting", "Queued"],
  failed: ["bad", "Failed"],
  uncertain: ["info", "Uncertain"],
};

export function DeliveryStateBadge({ state }: { readonly state: DeliveryState | null }): ReactNode {
  if (state === null) return <StatusBadge tone="neutral">Not sent</StatusBadge>;
  const [tone, text] = shown[state];
  return <StatusBadge tone={tone}>{text}</StatusBadge>;
}

import type { ReactNode } from "react";
import type { Verdict } from "#console/api/identities.ts";
import { StatusBadge, type Tone } from "#console/elements/status-badge.tsx";

const shown: Record<Verdict, readonly [tone: Tone, text: string]> = {
  found: ["good", "Found"],
  absent: ["waiting", "Not there"],
  wrong: ["bad", "Wrong"],
  disagree: ["waiting", "Servers disagree"],
  unreachable: ["neutral", "No answer"],
};

export function VerdictBadge({ verdict }: { readonly verdict: Verdict | undefined }): ReactNode {
  if (verdict === undefined) return <StatusBadge tone="neutral">Not looked for yet</StatusBadge>;
  const [tone, text] = shown[verdict];
  return <StatusBadge tone={tone}>{text}</StatusBadge>;
}

import type { JobStatus } from "@aws-sdk/client-sesv2";
import type { ReactNode } from "react";
import { StatusBadge, type Tone } from "#console/elements/status-badge.tsx";

const states: Record<JobStatus, readonly [tone: Tone, text: string]> = {
  CREATED: ["waiting", "Waiting"],
  PROCESSING: ["info", "Under way"],
  COMPLETED: ["good", "Done"],
  FAILED: ["bad", "Failed"],
  CANCELLED: ["neutral", "Cancelled"],
};

export function JobState({ status }: { readonly status: JobStatus | undefined }): ReactNode {
  if (status === undefined) return null;
  const [tone, text] = states[status];
  return <StatusBadge tone={tone}>{text}</StatusBadge>;
}

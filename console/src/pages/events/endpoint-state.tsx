import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { eventDeliveriesQuery } from "#console/api/event-deliveries.ts";
import { StatusBadge } from "#console/elements/status-badge.tsx";

const lookedAtMs = 10_000;

/** Whether an endpoint took what it was told last. */
export function EndpointState({ of: endpoint }: { readonly of: string }): ReactNode {
  const { data = [] } = useQuery({ ...eventDeliveriesQuery(endpoint), refetchInterval: lookedAtMs });
  const last = data.find(({ attempts }) => attempts > 0);
  // One that fails has them wait, and behind so many those that it was tried with are not among the latest.
  if (last === undefined) return data.length === 0 ? null : <StatusBadge tone="waiting">Behind</StatusBadge>;
  const isTaken = last.state === "published";
  return (
    <StatusBadge tone={isTaken ? "good" : "bad"}>{isTaken ? "Takes it" : "Does not take it"}</StatusBadge>
  );
}

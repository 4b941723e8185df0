import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { eventDeliveriesQuery } from "#console/api/event-deliveries.ts";
import { StatusBadge } from "#console/elements/status-badge.tsx";

const lookedAtMs = 10_000;

/** Whether an endpoint took what it was told last. */
export function EndpointState({ of: endpoint }: { readonly of: string }): ReactNode {
  const { data = [] } = useQuery({ ...eventDeliveriesQuery(endpoint), refetchInterval: lookedAtMs });
  const last = data.find(({ attempts }) => attempts > 0);
  if (last === undefined) return null;
  const isTaken = last.state === "published";
  return (
    <StatusBadge tone={isTaken ? "good" : "bad"}>{isTaken ? "Takes it" : "Does not take it"}</StatusBadge>
  );
}

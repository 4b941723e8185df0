import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { eventDeliveriesQuery } from "#console/api/event-deliveries.ts";
import { StatusBadge } from "#console/elements/status-badge.tsx";

const lookedAtMs = 10_000;
/** Of the latest events, so many are listed. */
const mostListed = 100;

/** Whether an endpoint took what it was told last. */
export function EndpointState({ of: endpoint }: { readonly of: string }): ReactNode {
  const { data = [] } = useQuery({ ...eventDeliveriesQuery(endpoint), refetchInterval: lookedAtMs });
  // A try counts from its beginning, and may be under way.
  const last = data.find(({ attempts, last_answer }) => attempts > 0 && last_answer !== undefined);
  // One that fails has them wait, and behind so many those that it was tried with are not among the latest.
  if (last === undefined)
    return data.length < mostListed ? null : <StatusBadge tone="waiting">Behind</StatusBadge>;
  const isTaken = last.state === "published";
  return (
    <StatusBadge tone={isTaken ? "good" : "bad"}>{isTaken ? "Takes it" : "Does not take it"}</StatusBadge>
  );
}

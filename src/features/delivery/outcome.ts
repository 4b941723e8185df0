import type { Attempt, DeliveryPart, DeliveryState, Outcome, RecipientResult } from "./delivery.ts";

const longestReply = 1_000;

/**
 * Parts the recipients by where they stand after an attempt, those to be tried again first. `nextTryAt` is undefined when
 * the time is up.
 */
export function partsAfter(
  results: readonly RecipientResult[],
  nextTryAt: number | undefined,
): DeliveryPart[] {
  const lots = Map.groupBy(results, ({ outcome }) => stateAfter(outcome, nextTryAt).is);
  const parts = [...lots.values()].map((lot) => ({
    recipients: lot.map(({ recipient }) => recipient),
    state: stateAfter(lot[0]?.outcome ?? "uncertain", nextTryAt),
    lastReply: lot.at(-1)?.reply.slice(0, longestReply) ?? "",
  }));
  return parts.toSorted(
    (one, other) => Number(other.state.is === "queued") - Number(one.state.is === "queued"),
  );
}

export function outcomeOf(results: readonly RecipientResult[]): Attempt["outcome"] {
  const [first, ...others] = new Set(results.map(({ outcome }) => outcome));
  return first === undefined || others.length > 0 ? "mixed" : first;
}

function stateAfter(outcome: Outcome, nextTryAt: number | undefined): DeliveryState {
  switch (outcome) {
    case "delivered":
      return { is: "delivered" };
    case "refused":
      return { is: "failed" };
    case "deferred":
      return nextTryAt === undefined ? { is: "failed" } : { is: "queued", dueAt: nextTryAt };
    case "uncertain":
      return nextTryAt === undefined ? { is: "uncertain" } : { is: "queued", dueAt: nextTryAt };
  }
}

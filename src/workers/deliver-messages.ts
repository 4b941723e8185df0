import type { AttemptEnd, Deliverer, Deliveries } from "#features/delivery/index.ts";
import type { Callers } from "#platform/callers.ts";
import { type ClaimingParts, startClaiming } from "#platform/claiming.ts";
import type { Worker } from "#platform/worker.ts";

interface Parts extends ClaimingParts {
  readonly deliveries: Deliveries;
  readonly deliverer: Deliverer;
  /** Whom deliveries leave the processor to: given where they wait for nobody else, so that one at a time is enough. */
  readonly yieldTo?: Callers | undefined;
}

/** Delivers what is queued, as soon as it is. */
export function startDelivering(parts: Parts): Worker {
  const { deliveries, deliverer, yieldTo } = parts;
  return startClaiming(
    {
      name: "deliver-messages",
      topic: "deliveries",
      claim: async (limit) => await deliverer.claimDue(limit),
      handle: async (claim, signal) => await deliverer.attempt(claim, signal),
      outcomes: ["delivered", "deferred", "refused", "uncertain", "mixed", "put-off"],
      isOver: (outcome) => over.has(outcome),
      idsOf: ({ id, messageId }) => ({ messageId, deliveryId: id }),
      nextDueAt: async () => await deliveries.nextDueAt(),
      handOff: deliveries.handOff,
      concurrency: deliverer.concurrency,
      whileManyWait: yieldTo && { callers: yieldTo, concurrency: 1 },
    },
    parts,
  );
}

const over: ReadonlySet<string> = new Set<AttemptEnd>(["delivered", "refused", "lease-lost"]);

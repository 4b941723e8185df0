import type { DeliverabilityTests } from "#features/deliverability-tests/index.ts";
import { type ClaimingParts, startClaiming } from "#platform/claiming.ts";
import type { Worker } from "#platform/worker.ts";

/** Providers let few in at once from one address. */
const concurrency = 4;

/** Looks for the messages of deliverability tests in the mailboxes that they were sent to, again and again until they are there. */
export function lookForSeeds(parts: ClaimingParts & { deliverabilityTests: DeliverabilityTests }): Worker {
  const { deliverabilityTests } = parts;
  return startClaiming(
    {
      name: "look-for-seeds",
      topic: "deliverability-tests",
      claim: async (limit) => await deliverabilityTests.claimDue(limit),
      handle: async (claim, signal) => await deliverabilityTests.look(claim, signal),
      outcomes: ["found", "later", "over", "handed-back"],
      idsOf: ({ test, provider }) => ({ test, provider }),
      nextDueAt: async () => await deliverabilityTests.nextDueAt(),
      concurrency,
    },
    parts,
  );
}

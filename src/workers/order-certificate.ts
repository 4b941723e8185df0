import type { AcmeOrders } from "#features/acme/index.ts";
import { type ClaimingParts, startClaiming } from "#platform/claiming.ts";
import type { Worker } from "#platform/worker.ts";

/** Has the certificate made and renewed, one step after the other. */
export function orderCertificate(parts: ClaimingParts & { acmeOrders: AcmeOrders }): Worker {
  const { acmeOrders } = parts;
  return startClaiming(
    {
      name: "order-certificate",
      topic: "tls-certificate",
      claim: async () => await acmeOrders.claimDue(),
      handle: async (claim) => await acmeOrders.advance(claim),
      outcomes: ["ordered", "issued", "failed", "nothing"],
      nextDueAt: async () => await acmeOrders.nextDueAt(),
      concurrency: 1,
    },
    parts,
  );
}

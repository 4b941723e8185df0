import type { Blocklists } from "#features/blocklists/index.ts";
import { type ClaimingParts, startClaiming } from "#platform/claiming.ts";
import type { Worker } from "#platform/worker.ts";

/** The lists are strangers' and there is no hurry. */
const concurrency = 2;

/** Asks blocklists about the addresses that mail leaves from: at once about a new one, then every few hours. */
export function checkBlocklists(parts: ClaimingParts & { blocklists: Blocklists }): Worker {
  const { blocklists } = parts;
  return startClaiming(
    {
      name: "check-blocklists",
      topic: "blocklists",
      claim: async (limit) => await blocklists.claimDue(limit),
      handle: async (claim) => await blocklists.check(claim),
      outcomes: ["listed", "clear", "unknown"],
      idsOf: ({ address, list }) => ({ address, list }),
      nextDueAt: async () => await blocklists.nextDueAt(),
      concurrency,
    },
    parts,
  );
}

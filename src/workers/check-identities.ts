import type { Checks } from "#features/checks/index.ts";
import type { DomainChecks } from "#features/domain-checks/index.ts";
import type { Callers } from "#platform/callers.ts";
import { type ClaimingParts, startClaiming } from "#platform/claiming.ts";
import { Tally } from "#platform/tally.ts";
import type { Worker } from "#platform/worker.ts";

const concurrency = 32;
const concurrencyWhileManyWait = 4;
/** It takes a look past all that is due of the accounts with most: milliseconds where that is much. */
const lookForOthersEveryMs = 250;

interface Parts extends ClaimingParts {
  readonly checks: Checks;
  readonly domainChecks: Pick<DomainChecks, "run">;
  readonly callers: Callers;
}

/**
 * Looks in DNS for the records of every domain whose check has fallen due. An account whose checks take long, ten thousand domains
 * with dead servers say, would hold every place: while it holds a quarter of them, what others have due goes first.
 */
export function checkIdentities(parts: Parts): Worker {
  const { checks, domainChecks, callers, clock } = parts;
  const underWay = new Tally();
  let othersAt = 0;
  const claim = async (limit: number) => {
    const crowding = underWay.atLeast(concurrency / 4);
    if (crowding.length > 0 && clock.now() >= othersAt) {
      const others = await checks.claimDue(limit, crowding);
      if (others.length > 0) return others;
      othersAt = clock.now() + lookForOthersEveryMs;
    }
    return await checks.claimDue(limit);
  };
  return startClaiming(
    {
      name: "check-identities",
      topic: "checks",
      claim: async (limit) => {
        const claims = await claim(limit);
        for (const { owner } of claims) underWay.add(owner.account);
        return claims;
      },
      handle: async (check, signal) => {
        try {
          return await domainChecks.run(check, signal);
        } finally {
          underWay.remove(check.owner.account);
        }
      },
      outcomes: ["pending", "success", "temporary-failure", "failed", "key-made", "not-wanted"],
      idsOf: ({ owner, subject }) => ({ ...owner, subject }),
      nextDueAt: async () => await checks.nextDueAt(),
      concurrency,
      whileManyWait: { callers, concurrency: concurrencyWhileManyWait },
    },
    parts,
  );
}

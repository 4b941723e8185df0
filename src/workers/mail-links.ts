import type { VerificationLinks } from "#features/verification-links/index.ts";
import type { Callers } from "#platform/callers.ts";
import { type ClaimingParts, startClaiming } from "#platform/claiming.ts";
import type { Worker } from "#platform/worker.ts";

/** To compose a message takes the processor and nothing else; the rest of each is the wait for a commit. */
const concurrency = 16;

type MailEnd = Awaited<ReturnType<VerificationLinks["mail"]>>;

const over: ReadonlySet<string> = new Set<MailEnd>(["mailed", "not-wanted", "lease-lost"]);

/** Mails the links that prove new addresses, as soon as they are asked for. */
export function mailLinks(parts: ClaimingParts & { links: VerificationLinks; callers: Callers }): Worker {
  const { links, callers } = parts;
  return startClaiming(
    {
      name: "mail-links",
      topic: "links-to-mail",
      claim: async (limit) => await links.claimDue(limit),
      handle: async (claim) => await links.mail(claim),
      outcomes: ["mailed", "postponed", "not-wanted"],
      isOver: (outcome) => over.has(outcome),
      idsOf: ({ owner, identityId }) => ({ ...owner, identityId }),
      nextDueAt: async () => await links.nextDueAt(),
      concurrency,
      whileManyWait: { callers, concurrency: 1 },
    },
    parts,
  );
}

import type { Events } from "#features/events/index.ts";
import type { Publisher } from "#features/publishing/index.ts";
import { type ClaimingParts, startClaiming } from "#platform/claiming.ts";
import type { Worker } from "#platform/worker.ts";

/** Tells of events those who asked to be told. */
export function publishEvents(parts: ClaimingParts & { events: Events; publisher: Publisher }): Worker {
  const { events, publisher } = parts;
  return startClaiming(
    {
      name: "publish-events",
      topic: "publications",
      claim: async (limit) => await events.claimDue(limit),
      handle: async (claim) => await publisher.attempt(claim),
      outcomes: ["told", "not-told", "given-up", "put-off"],
      idsOf: ({ id, messageId, eventId }) => ({ messageId, eventId, publicationId: id }),
      nextDueAt: async () => await events.nextDueAt(),
      concurrency: publisher.concurrency,
    },
    parts,
  );
}

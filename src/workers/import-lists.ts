import type { ImportJobs } from "#features/import-jobs/index.ts";
import { type ClaimingParts, startClaiming } from "#platform/claiming.ts";
import type { Worker } from "#platform/worker.ts";

/** A job takes as long as its file; who waits for an answer is not to notice. */
const concurrency = 2;

/** Fills lists from files, as soon as there is a job. */
export function importLists(parts: ClaimingParts & { importJobs: ImportJobs }): Worker {
  const { importJobs } = parts;
  return startClaiming(
    {
      name: "import-lists",
      topic: "import-jobs",
      claim: async (limit) => await importJobs.claimDue(limit),
      handle: async (claim, signal) => await importJobs.run(claim, signal),
      outcomes: ["completed", "failed", "put-off"],
      isOver: (outcome) => outcome === "completed" || outcome === "failed",
      idsOf: ({ owner, id }) => ({ ...owner, importJobId: id }),
      nextDueAt: async () => await importJobs.nextDueAt(),
      concurrency,
    },
    parts,
  );
}

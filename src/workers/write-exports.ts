import type { ExportEnd, ExportJobs } from "#features/export-jobs/index.ts";
import type { Callers } from "#platform/callers.ts";
import { type ClaimingParts, startClaiming } from "#platform/claiming.ts";
import type { Worker } from "#platform/worker.ts";

/** A job looks at many messages; who waits for an answer is not to notice. */
const concurrency = 2;

const over: ReadonlySet<string> = new Set<ExportEnd>(["completed", "failed", "cancelled"]);

/** Writes files of what became of messages, as soon as there is a job. */
export function writeExports(parts: ClaimingParts & { exportJobs: ExportJobs; callers: Callers }): Worker {
  const { exportJobs, callers } = parts;
  return startClaiming(
    {
      name: "write-exports",
      topic: "export-jobs",
      claim: async (limit) => await exportJobs.claimDue(limit),
      handle: async (claim, signal) => await exportJobs.run(claim, signal, callers),
      outcomes: ["completed", "failed", "cancelled"],
      isOver: (outcome) => over.has(outcome),
      idsOf: ({ owner, id }) => ({ ...owner, exportJobId: id }),
      nextDueAt: async () => await exportJobs.nextDueAt(),
      concurrency,
    },
    parts,
  );
}

import { ExportFileStore, ExportJobStore, ExportJobs } from "#features/export-jobs/index.ts";
import type { Database } from "#platform/database/open.ts";
import { systemRandom } from "#platform/random.ts";
import { SealedTokens } from "#platform/sealed-tokens.ts";

type Parts = ConstructorParameters<typeof ExportJobs>[0];

/** Export jobs without a service around them: they find what `search` does. */
export function exportJobsOn(
  database: Database,
  parts: Pick<Parts, "clock" | "search"> & Partial<Pick<Parts, "events">>,
): ExportJobs {
  return new ExportJobs({
    store: new ExportJobStore(database),
    files: new ExportFileStore(database),
    metricCounts: { table: async () => [] },
    events: { outcomesOf: async () => new Map() },
    tokens: new SealedTokens(new Uint8Array(32)),
    publicUrl: () => "http://here.example",
    linkHosts: { isForeign: async () => false },
    random: systemRandom,
    ...parts,
  });
}

import type { TlsReports } from "#features/tls-reports/index.ts";
import { secondMs } from "#platform/clock.ts";
import { type SweepParts, startSweepToTheEnd } from "#platform/sweep.ts";
import type { Worker } from "#platform/worker.ts";

/** At most every half a minute, and at the end, writes down how sessions in TLS went in this process. */
export function writeTlsSessions(parts: SweepParts & { tlsReports: TlsReports }): Worker {
  const what = {
    name: "write-tls-sessions",
    everyMs: 30 * secondMs,
    gathered: parts.tlsReports.counts,
    sweep: async () => await parts.tlsReports.writeCounts(),
    lastFailed: "How the last sessions in TLS went could not be written.",
  };
  return startSweepToTheEnd(what, parts);
}

import type { TlsReports } from "#features/tls-reports/index.ts";
import { secondMs } from "#platform/clock.ts";
import { type SweepParts, startSweep } from "#platform/sweep.ts";
import type { Worker } from "#platform/worker.ts";

/** Every half a minute, and at the end, writes down how sessions in TLS went in this process. */
export function writeTlsSessions(parts: SweepParts & { tlsReports: TlsReports }): Worker {
  const write = async () => await parts.tlsReports.writeCounts();
  const worker = startSweep({ name: "write-tls-sessions", everyMs: 30 * secondMs, sweep: write }, parts);
  return {
    idle: async () => await worker.idle(),
    stop: () => worker.stop(),
    async [Symbol.asyncDispose]() {
      await worker[Symbol.asyncDispose]();
      // By a clock that is far ahead they would be another day's.
      if (parts.databaseClock?.agrees === false) return;
      await write().catch((error: unknown) => {
        parts.log.warn({ err: error }, "How the last sessions in TLS went could not be written.");
      });
    },
  };
}

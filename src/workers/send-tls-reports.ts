import type { TlsReports } from "#features/tls-reports/index.ts";
import { type ClaimingParts, startClaiming } from "#platform/claiming.ts";
import type { Worker } from "#platform/worker.ts";

/** They mostly wait, for name servers and servers of strangers: those that stay silent are not to hold up the others. */
const concurrency = 20;

/** Tells domains once a day how sessions in TLS with their servers went. */
export function sendTlsReports(parts: ClaimingParts & { tlsReports: TlsReports }): Worker {
  const { tlsReports } = parts;
  return startClaiming(
    {
      name: "send-tls-reports",
      topic: "tls-reports",
      claim: async (limit) => await tlsReports.claimDue(limit),
      handle: async (claim) => await tlsReports.send(claim),
      outcomes: ["sent", "not-asked-for", "put-off", "given-up"],
      idsOf: ({ day, domain }) => ({ day: new Date(day).toISOString().slice(0, 10), domain }),
      nextDueAt: async () => await tlsReports.nextDueAt(),
      concurrency,
    },
    parts,
  );
}

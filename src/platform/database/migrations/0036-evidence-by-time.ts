import type { Migration } from "./migration.ts";

/** What was seen lately, for whoever is watching. */
export const evidenceByTime: Migration = {
  name: "0036-evidence-by-time",
  statements: () => ["create index dns_evidence_by_time on dns_evidence (account, region, checked_at)"],
};

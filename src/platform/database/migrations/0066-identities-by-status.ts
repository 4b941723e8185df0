import type { Migration } from "./migration.ts";

/** An account's identities of one status, in the order of names, with all that a list shows of them. */
export const identitiesByStatus: Migration = {
  name: "0066-identities-by-status",
  statements: () => [
    `create index identities_by_status on identities
      (account, region, verification_status, name, kind, verification_status_since)`,
  ],
};

import type { Migration } from "./migration.ts";

/** Whose a name is, in whichever account. */
export const identitiesByName: Migration = {
  name: "0077-identities-by-name",
  statements: () => ["create index identities_by_name on identities (name)"],
};

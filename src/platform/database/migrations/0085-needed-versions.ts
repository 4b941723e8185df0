import type { Migration } from "./migration.ts";

/** Which versions a migration leaves the schema fit for, so that an older one that is started on it can say that it is too old. */
export const neededVersions: Migration = {
  name: "0085-needed-versions",
  statements: () => ["alter table schema_migrations add column needs text"],
};

import type { Migration } from "./migration.ts";

/** Null: never, or before this was kept. */
export const keysLastUsed: Migration = {
  name: "0065-keys-last-used",
  statements: () => [
    `alter table access_keys add column last_used_at bigint`,
    `alter table api_keys add column last_used_at bigint`,
  ],
};

import type { Migration } from "./migration.ts";

/** What a key may do; null: all that its account may. */
export const keyScopes: Migration = {
  name: "0087-key-scopes",
  statements: () => [
    `alter table access_keys add column scope text`,
    `alter table api_keys add column scope text`,
  ],
};

import type { Migration } from "./migration.ts";

/** What waits to be told for one account, when others have more. */
export const publicationsByAccount: Migration = {
  name: "0064-publications-by-account",
  statements: () => [
    "create index event_publications_by_account on event_publications (account, due_at) where state = 'queued'",
  ],
};

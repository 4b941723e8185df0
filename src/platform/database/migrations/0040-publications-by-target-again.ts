import type { Migration } from "./migration.ts";

/** Keeping publications by days made their table anew on PostgreSQL, without this index. */
export const publicationsByTargetAgain: Migration = {
  name: "0040-publications-by-target-again",
  statements: () => [
    "create index if not exists event_publications_by_target on event_publications (account, region, target, id)",
  ],
};

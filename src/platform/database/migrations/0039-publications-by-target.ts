import type { Migration } from "./migration.ts";

/** What one target was told lately. */
export const publicationsByTarget: Migration = {
  name: "0039-publications-by-target",
  statements: () => [
    "create index event_publications_by_target on event_publications (account, region, target, id)",
  ],
};

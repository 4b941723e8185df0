import type { Migration } from "./migration.ts";

/** What must speak for an address before a message is sent to it; null: nothing. */
export const leastConfidence: Migration = {
  name: "0062-least-confidence",
  statements: () => ["alter table messages add column least_confidence text"],
};

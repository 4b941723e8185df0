import type { Migration } from "./migration.ts";

/** What has a tag, in the order of names. */
export const tagsByKey: Migration = {
  name: "0061-tags-by-key",
  statements: () => ["create index tags_by_key on tags (account, region, key, resource, value)"],
};

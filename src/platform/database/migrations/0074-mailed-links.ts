import type { Migration } from "./migration.ts";

/** When a mailbox was mailed a link, by whichever account, and whatever became of the identity since. */
export const mailedLinks: Migration = {
  name: "0074-mailed-links",
  statements: ({ key }) => [
    `create table mailed_links (
      mailbox ${key} not null, message_id ${key} not null, mailed_at bigint not null,
      primary key (mailbox, message_id))`,
    `create index mailed_links_by_time on mailed_links (mailed_at)`,
  ],
};

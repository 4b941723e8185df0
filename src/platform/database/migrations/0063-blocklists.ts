import type { Migration } from "./migration.ts";

/** What each DNS blocklist last said of each address that mail leaves from, and when it is to be asked again. */
export const blocklists: Migration = {
  name: "0063-blocklists",
  statements: ({ key }) => [
    `create table blocklist_checks (
      address ${key} not null, list ${key} not null, wanted_until bigint not null,
      due_at bigint not null, fence bigint not null,
      verdict text, listed_at bigint, description text, answered_at bigint, trouble text,
      primary key (address, list))`,
    `create index blocklist_checks_by_due on blocklist_checks (due_at)`,
  ],
};

import type { Migration } from "./migration.ts";

/** Who wants mail of which kind. */
export const contacts: Migration = {
  name: "0005-contacts",
  statements: ({ key }) => [
    `create table contact_lists (
      account ${key} not null, region ${key} not null, name ${key} not null, id ${key} not null,
      description text, topics text not null, created_at bigint not null, updated_at bigint not null,
      primary key (account, region))`,
    `create table contacts (
      account ${key} not null, region ${key} not null, list ${key} not null, address ${key} not null,
      preferences text not null, unsubscribed_from_all integer not null, attributes text,
      created_at bigint not null, updated_at bigint not null,
      primary key (account, region, list, address))`,
  ],
};

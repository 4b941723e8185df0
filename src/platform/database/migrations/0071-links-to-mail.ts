import type { Migration } from "./migration.ts";

/** Addresses that are to be mailed a link: written with the identity, so that creating one need not compose a message. */
export const linksToMail: Migration = {
  name: "0071-links-to-mail",
  statements: ({ key }) => [
    `create table links_to_mail (
      account ${key} not null, region ${key} not null, identity_id ${key} not null,
      address ${key} not null, due_at bigint not null, fence bigint not null,
      primary key (account, region, identity_id))`,
    `create index links_to_mail_by_due on links_to_mail (due_at)`,
  ],
};

import type { Migration } from "./migration.ts";

/** Which processes have much to do at which mail servers: they share what connections there may be. */
export const mailSites: Migration = {
  name: "0025-mail-sites",
  statements: ({ key }) => [
    `create table mail_site_holders (
      site ${key} not null, holder ${key} not null, until bigint not null,
      primary key (site, holder))`,
  ],
};

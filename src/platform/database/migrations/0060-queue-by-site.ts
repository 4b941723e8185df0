import type { Migration } from "./migration.ts";

/** Whose servers what waits is for, and which of them nothing is delivered to for now. */
export const queueBySite: Migration = {
  name: "0060-queue-by-site",
  statements: ({ key }) => [
    `alter table deliveries add column site text`,
    `alter table deliveries add column site_rests_until bigint`,
    `create table queue_site_pauses (
      account ${key} not null, region ${key} not null, site ${key} not null,
      paused_at bigint not null, reason text not null,
      primary key (account, region, site))`,
  ],
};

import type { Migration } from "./migration.ts";

/** Domains that nothing is delivered to for now. */
export const queuePauses: Migration = {
  name: "0038-queue-pauses",
  statements: ({ key }) => [
    `create table queue_pauses (
      account ${key} not null, region ${key} not null, domain ${key} not null,
      paused_at bigint not null, reason text not null,
      primary key (account, region, domain))`,
  ],
};

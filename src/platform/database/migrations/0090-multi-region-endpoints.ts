import type { Migration } from "./migration.ts";

/** What messages are sent through from two regions; where one is made it is kept. */
export const multiRegionEndpoints: Migration = {
  name: "0090-multi-region-endpoints",
  statements: ({ key }) => [
    `create table multi_region_endpoints (
      account ${key} not null, region ${key} not null, name ${key} not null, id ${key} not null,
      secondary_region ${key} not null, created_at bigint not null,
      primary key (account, region, name))`,
    "create unique index multi_region_endpoints_by_id on multi_region_endpoints (account, id)",
  ],
};

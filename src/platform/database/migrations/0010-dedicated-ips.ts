import type { Migration } from "./migration.ts";

/** The addresses that mail leaves from, in pools. */
export const dedicatedIps: Migration = {
  name: "0010-dedicated-ips",
  statements: ({ key }) => [
    `create table dedicated_ip_pools (
      account ${key} not null, region ${key} not null, name ${key} not null, id ${key} not null,
      scaling_mode ${key} not null, created_at bigint not null,
      primary key (account, region, name))`,
    `create table dedicated_ips (
      account ${key} not null, region ${key} not null, ip ${key} not null, pool ${key} not null,
      primary key (account, region, ip))`,
  ],
};

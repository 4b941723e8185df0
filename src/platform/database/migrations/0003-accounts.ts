import type { Migration } from "./migration.ts";

/** What an account may send, what it has sent, and to whom it sends no more. */
export const accounts: Migration = {
  name: "0003-accounts",
  statements: ({ key }) => [
    `create table account_settings (
      account ${key} not null, region ${key} not null,
      sending_enabled integer not null, production_access integer not null,
      max_send_rate double precision, max_24_hour_send bigint, suppression text not null,
      details text, vdm text, auto_warmup integer not null,
      primary key (account, region))`,
    `create table send_counts (
      account ${key} not null, region ${key} not null, slot bigint not null, counter ${key} not null, n bigint not null,
      primary key (account, region, slot, counter))`,
    `create table send_allowances (
      account ${key} not null, region ${key} not null, next_at double precision not null,
      primary key (account, region))`,
    `create table suppressed_destinations (
      account ${key} not null, region ${key} not null, address ${key} not null,
      reason ${key} not null, updated_at bigint not null, message_id ${key}, feedback_id ${key},
      primary key (account, region, address))`,
  ],
};

import type { Migration } from "./migration.ts";

/** Endpoints that are told of events without a topic. */
export const webhooks: Migration = {
  name: "0013-webhooks",
  statements: ({ key, bytes }) => [
    `create table webhooks (
      account ${key} not null, region ${key} not null, id ${key} not null, url text not null,
      configuration_set ${key}, types text not null, secret_sealed ${bytes} not null, created_at bigint not null,
      primary key (account, region, id))`,
  ],
};

import type { Migration } from "./migration.ts";

/** Calls that say they may come twice. */
export const repeatedCalls: Migration = {
  name: "0011-repeated-calls",
  statements: ({ key, bytes }) => [
    `create table repeated_calls (
      account ${key} not null, region ${key} not null, key ${key} not null,
      request_hash ${bytes} not null, begun_at bigint not null, answer text,
      primary key (account, region, key))`,
    `create index repeated_calls_by_age on repeated_calls (begun_at)`,
  ],
};

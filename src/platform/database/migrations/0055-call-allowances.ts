import type { Migration } from "./migration.ts";

/** How much of an account's calls a second the processes that share a database have taken. */
export const callAllowances: Migration = {
  name: "0055-call-allowances",
  statements: ({ key }) => [
    `create table call_allowances (
      account ${key} not null, region ${key} not null, next_at bigint not null, granted bigint not null,
      primary key (account, region))`,
  ],
};

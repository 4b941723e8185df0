import type { Migration } from "./migration.ts";

/** Messages that are sent to mailboxes of the operator's own, to see which folder they end up in. */
export const deliverabilityTests: Migration = {
  name: "0093-deliverability-tests",
  statements: ({ key }) => [
    `create table deliverability_tests (
      account ${key} not null, region ${key} not null, id ${key} not null,
      created_at bigint not null, name text, subject text not null, from_address text not null,
      primary key (account, region, id))`,
    `create index deliverability_tests_by_age on deliverability_tests (created_at)`,
    `create table deliverability_test_seeds (
      account ${key} not null, region ${key} not null, test ${key} not null, address ${key} not null,
      provider text not null, message_id ${key} not null, created_at bigint not null,
      due_at bigint, fence bigint not null, looks bigint not null,
      placement text, spf integer, dkim integer,
      primary key (account, region, test, address))`,
    `create index deliverability_test_seeds_by_due on deliverability_test_seeds (due_at) where due_at is not null`,
  ],
};

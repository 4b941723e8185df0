import type { Migration } from "./migration.ts";

/** Messages of customers: whose domain signs them, how they must travel, and what is told of them. */
export const sending: Migration = {
  name: "0002-sending",
  statements: ({ key }) => [
    `alter table messages rename column signing_identity to signing_domain`,
    `alter table messages add column signing_account ${key}`,
    `alter table messages add column tls ${key} not null default 'opportunistic'`,
    `alter table messages add column sending_pool ${key}`,
    `alter table messages add column configuration_set ${key}`,
    `alter table messages add column feedback_to text`,
    `alter table messages add column mail text`,
    // A claim is a delivery whose due time lies at the end of its lease.
    `alter table deliveries drop column claimed_until`,
    `alter table deliveries add column size_bytes bigint not null default 0`,
  ],
};

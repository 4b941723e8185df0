import type { Migration } from "./migration.ts";

/** To whom a tenant sends no more, where it has a list of its own, and which tenant a message was sent for. */
export const tenantSuppression: Migration = {
  name: "0050-tenant-suppression",
  statements: ({ key }) => [
    `create table tenant_suppressed_destinations (
      account ${key} not null, region ${key} not null, tenant ${key} not null, address ${key} not null,
      reason ${key} not null, updated_at bigint not null, message_id ${key}, feedback_id ${key},
      primary key (account, region, tenant, address))`,
    `alter table tenants add column suppression_scope ${key}`,
    `alter table messages add column tenant ${key}`,
  ],
};

import type { Migration } from "./migration.ts";

/** Customers of a customer, what each may send with, and whether it may send at all. */
export const tenants: Migration = {
  name: "0022-tenants",
  statements: ({ key }) => [
    `create table tenants (
      account ${key} not null, region ${key} not null, name ${key} not null, id ${key} not null,
      created_at bigint not null, status ${key} not null, status_at bigint, policy ${key}, suppressed_reasons text,
      primary key (account, region, name))`,
    `create table tenant_resources (
      account ${key} not null, region ${key} not null, tenant ${key} not null, resource ${key} not null,
      created_at bigint not null,
      primary key (account, region, tenant, resource))`,
    `create index tenants_of_resource on tenant_resources (account, region, resource, tenant)`,
  ],
};

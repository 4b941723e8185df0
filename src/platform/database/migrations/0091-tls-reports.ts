import type { Migration } from "./migration.ts";

/** How sessions in TLS with each domain went on a day, and the report of it that the domain is to have. */
export const tlsReports: Migration = {
  name: "0091-tls-reports",
  statements: ({ key }) => [
    `create table tls_sessions (
      day bigint not null, domain ${key} not null, outcome ${key} not null,
      policy text not null, failure text, n bigint not null,
      primary key (day, domain, outcome))`,
    `create table tls_reports (
      day bigint not null, domain ${key} not null, due_at bigint, fence bigint not null, told text not null,
      primary key (day, domain))`,
    `create index tls_reports_by_due on tls_reports (due_at) where due_at is not null`,
  ],
};

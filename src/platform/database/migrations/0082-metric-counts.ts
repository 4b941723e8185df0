import type { Migration } from "./migration.ts";

/** What messages to one recipient came to, by the day: counted once from events, of which the first says what its message is counted as. */
export const metricCounts: Migration = {
  name: "0082-metric-counts",
  statements: ({ key }) => [
    `alter table message_events add column measured text`,
    `create table metric_counts (
      account ${key} not null, region ${key} not null, day bigint not null,
      identity ${key} not null, configuration_set ${key} not null, provider ${key} not null, tenant ${key} not null,
      send bigint not null, delivery bigint not null, permanent_bounce bigint not null, transient_bounce bigint not null,
      complaint bigint not null, open bigint not null, click bigint not null,
      delivery_open bigint not null, delivery_click bigint not null, delivery_complaint bigint not null,
      primary key (account, region, day, identity, configuration_set, provider, tenant))`,
    `create table metric_count_marks (
      account ${key} not null, region ${key} not null, counted_until bigint not null,
      primary key (account, region))`,
  ],
};

import type { Migration } from "./migration.ts";

/** How often what came about, to be shown over time: hours that are over are counted once. */
export const eventCounts: Migration = {
  name: "0035-event-counts",
  statements: ({ key }) => [
    `alter table message_events add column recipients integer not null default 1`,
    `create index message_events_by_time on message_events (account, region, at, type, recipients)`,
    `create table event_counts (
      account ${key} not null, region ${key} not null, hour bigint not null, type ${key} not null, n bigint not null,
      primary key (account, region, hour, type))`,
    `create table event_count_marks (
      account ${key} not null, region ${key} not null, counted_until bigint not null,
      primary key (account, region))`,
  ],
};

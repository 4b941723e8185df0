import type { Migration } from "./migration.ts";

/** What became of messages, who is to be told, and what was told. */
export const events: Migration = {
  name: "0009-events",
  statements: ({ key, bytes }) => [
    `create table message_events (
      account ${key} not null, region ${key} not null, message_id ${key} not null, id ${key} not null,
      at bigint not null, type ${key} not null, configuration_set ${key}, detail text not null, tags text,
      primary key (account, region, message_id, id))`,
    `create table event_destinations (
      account ${key} not null, region ${key} not null, configuration_set ${key} not null, name ${key} not null,
      enabled integer not null, types text not null, target text not null, created_at bigint not null,
      primary key (account, region, configuration_set, name))`,
    `create table topics (
      account ${key} not null, region ${key} not null, name ${key} not null, created_at bigint not null,
      primary key (account, region, name))`,
    `create table topic_subscriptions (
      account ${key} not null, region ${key} not null, topic ${key} not null, id ${key} not null,
      endpoint text not null, token_hash ${bytes} not null, created_at bigint not null, confirmed_at bigint,
      primary key (account, region, topic, id))`,
    `create index topic_subscriptions_by_token on topic_subscriptions (token_hash)`,
    // A claim is a publication whose due time lies at the end of its lease.
    `create table event_publications (
      account ${key} not null, region ${key} not null, id ${key} not null,
      target ${key} not null, target_kind ${key} not null, message_id ${key} not null, event_id ${key} not null,
      state ${key} not null, due_at bigint not null, expires_at bigint not null,
      attempts integer not null, fence bigint not null, last_answer text,
      primary key (account, region, id))`,
    `create index event_publications_by_due on event_publications (due_at) where state = 'queued'`,
    `create index event_publications_in_order on event_publications (target, message_id, id) where state = 'queued'`,
  ],
};

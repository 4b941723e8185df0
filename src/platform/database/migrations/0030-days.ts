import type { Migration } from "./migration.ts";

const tables: readonly { name: string; by: string; key: string; indexes: readonly string[] }[] = [
  {
    name: "messages",
    by: "id",
    key: "account, region, id",
    indexes: [
      `create index messages_of_archive on messages (account, region, archive, id) where archive is not null`,
      `create index messages_by_id on messages (id)`,
    ],
  },
  {
    name: "deliveries",
    by: "id",
    key: "account, region, id",
    indexes: [
      `create index deliveries_by_due on deliveries (due_at) where state = 'queued'`,
      `create index deliveries_by_message on deliveries (message_id)`,
    ],
  },
  { name: "delivery_attempts", by: "id", key: "account, delivery_id, id", indexes: [] },
  {
    name: "message_events",
    by: "id",
    key: "account, region, message_id, id",
    indexes: [
      `create index message_events_by_time on message_events (account, region, at, type, recipients)`,
    ],
  },
  {
    name: "event_publications",
    by: "id",
    key: "account, region, id",
    indexes: [
      `create index event_publications_by_due on event_publications (due_at) where state = 'queued'`,
      `create index event_publications_in_order on event_publications (target, message_id, id) where state = 'queued'`,
      `create index event_publications_by_target on event_publications (account, region, target, id)`,
    ],
  },
  {
    name: "feedback_reports",
    by: "message_id",
    key: "account, region, message_id, recipient, kind",
    indexes: [],
  },
  { name: "inbox", by: "id", key: "account, id", indexes: [] },
];

/**
 * On PostgreSQL, what grows with every message is kept by days, so that an old day is dropped whole. The ids have the time in them:
 * who asks by one is led to its day, and the keys stay as they were. What no day was made for is in the partition `…_default`.
 */
export const days: Migration = {
  name: "0030-days",
  statements: ({ engine }) =>
    engine === "sqlite"
      ? []
      : tables.flatMap(({ name, by, key, indexes }) => [
          `alter table ${name} rename to ${name}_before`,
          `create table ${name} (like ${name}_before including defaults) partition by range (${by})`,
          `create table ${name}_default partition of ${name} default`,
          `insert into ${name} select * from ${name}_before`,
          `drop table ${name}_before`,
          `alter table ${name} add primary key (${key})`,
          ...indexes,
        ]),
};

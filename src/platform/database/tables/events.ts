export interface MessageEventsTable {
  account: string;
  region: string;
  message_id: string;
  /** Sorts by time, and events of one moment by their order. */
  id: string;
  at: number;
  type: string;
  configuration_set: string | null;
  /** The object named after the type in SES's event record, as JSON. */
  detail: string;
  /** Tags that the message gained with this event, as JSON. */
  tags: string | null;
  /** How many recipients it is about. */
  recipients: number;
  /** Of a `Send` that is counted: as what, as JSON. */
  measured: string | null;
}

/** How many recipients events of a type were about in an hour that is over. */
export interface EventCountsTable {
  account: string;
  region: string;
  /** When it began. */
  hour: number;
  type: string;
  n: number;
}

/** All hours before are counted. */
export interface EventCountMarksTable {
  account: string;
  region: string;
  counted_until: number;
}

/** What came about on a day with messages to one recipient, by what they have in common; `''`: nothing of the kind. */
export interface MetricCountsTable {
  account: string;
  region: string;
  /** When it began. */
  day: number;
  identity: string;
  configuration_set: string;
  provider: string;
  tenant: string;
  send: number;
  delivery: number;
  permanent_bounce: number;
  transient_bounce: number;
  complaint: number;
  open: number;
  click: number;
  delivery_open: number;
  delivery_click: number;
  delivery_complaint: number;
}

export interface EventDestinationsTable {
  account: string;
  region: string;
  configuration_set: string;
  name: string;
  enabled: number;
  types: string;
  target: string;
  created_at: number;
}

export interface TopicsTable {
  account: string;
  region: string;
  name: string;
  created_at: number;
}

export interface TopicSubscriptionsTable {
  account: string;
  region: string;
  topic: string;
  id: string;
  endpoint: string;
  token_hash: Uint8Array;
  created_at: number;
  confirmed_at: number | null;
}

/** One event for one who is to be told. */
export interface EventPublicationsTable {
  account: string;
  region: string;
  id: string;
  /** Who: a subscription's or a webhook's id, or `<configuration set>/<destination>`. */
  target: string;
  target_kind: "subscription" | "webhook" | "destination";
  message_id: string;
  event_id: string;
  state: "queued" | "published" | "failed";
  due_at: number;
  expires_at: number;
  attempts: number;
  fence: number;
  last_answer: string | null;
}

/** A message as it was accepted; what is sent is this, signed. */
export interface MessagesTable {
  id: string;
  account: string;
  region: string;
  created_at: number;
  /** The domain whose key signs before the service's own; null: the service's own alone. */
  signing_domain: string | null;
  /** Whose domain that is: another account's where it let this one send. */
  signing_account: string | null;
  envelope_from: string;
  content: Uint8Array;
  tls: "required" | "opportunistic" | "waived";
  sending_pool: string | null;
  least_confidence: "MEDIUM" | "HIGH" | null;
  configuration_set: string | null;
  /** The ARN of the archive that its configuration set kept it in. */
  archive: string | null;
  /** The name of the tenant it was sent for. */
  tenant: string | null;
  /** Whose contacts it was for, and which topic of theirs; null where it was for no list, or for all of it. */
  contact_list: string | null;
  list_topic: string | null;
  feedback_to: string | null;
  /** The `mail` object of its events, as JSON; null for the service's own messages. */
  mail: string | null;
}

/** One row a recipient domain: the unit that is tried, retried and given up. */
export interface DeliveriesTable {
  id: string;
  message_id: string;
  account: string;
  region: string;
  recipient_domain: string;
  recipients: string;
  /** Of the message: known before it is read. */
  size_bytes: number;
  state: "queued" | "delivered" | "failed" | "uncertain";
  /** While it is claimed, the end of the lease. */
  due_at: number;
  expires_at: number;
  attempts: number;
  fence: number;
  /** How far the attempt under way came (`idle`: there is none): a crash after the final dot leaves it uncertain. */
  phase: "idle" | "before-data" | "after-final-dot" | "reply-read";
  last_reply: string | null;
  /** The provider of its recipients' servers, once they were looked up (`siteNameOf`). */
  site: string | null;
  /** Nothing is tried there before: its servers could not be reached. */
  site_rests_until: number | null;
}

export interface AttemptsTable {
  id: string;
  delivery_id: string;
  message_id: string;
  account: string;
  started_at: number;
  ended_at: number;
  outcome: string;
  conversation: string;
}

/** What the `capture` transport delivered. */
export interface InboxTable {
  id: string;
  account: string;
  region: string;
  message_id: string;
  received_at: number;
  sender: string;
  recipients: string;
  subject: string;
  size_bytes: number;
  content: Uint8Array;
}

/** A domain that nothing is delivered to for now; `*`: none. */
export interface QueuePausesTable {
  account: string;
  region: string;
  domain: string;
  paused_at: number;
  reason: string;
}

/** A provider that nothing is delivered to for now, whatever the domain. */
export interface QueueSitePausesTable {
  account: string;
  region: string;
  site: string;
  paused_at: number;
  reason: string;
}

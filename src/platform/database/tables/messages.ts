/** A message as it was accepted; what is sent is this, signed. */
export interface MessagesTable {
  id: string;
  account: string;
  region: string;
  created_at: number;
  /** The identity whose domain signs, or null for the service's own. */
  signing_identity: string | null;
  envelope_from: string;
  content: Uint8Array;
}

/** One row a recipient domain: the unit that is tried, retried and given up. */
export interface DeliveriesTable {
  id: string;
  message_id: string;
  account: string;
  region: string;
  recipient_domain: string;
  recipients: string;
  state: "queued" | "delivered" | "failed" | "uncertain";
  due_at: number;
  expires_at: number;
  attempts: number;
  claimed_until: number;
  fence: number;
  /** How far the attempt under way came: before DATA a crash may be retried, after the final dot it is uncertain. */
  phase: "idle" | "before-data" | "after-final-dot" | "reply-read";
  last_reply: string | null;
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

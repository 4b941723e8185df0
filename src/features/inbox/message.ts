import type { Owner } from "#platform/owner.ts";

/** What lists show. Sender and subject were written by whoever sent the message: show them as text, never as markup. */
export interface InboxMessage {
  readonly id: string;
  readonly owner: Owner;
  /** Of the message as it was sent; other inbox messages may have come from the same. */
  readonly messageId: string;
  readonly receivedAt: number;
  /** The From field, decoded; the envelope's sender where there is none. */
  readonly sender: string;
  /** The envelope's. */
  readonly recipients: readonly string[];
  readonly subject: string;
  readonly sizeBytes: number;
}

/** Which messages are meant; what is left out does not narrow. */
export interface InboxFilter {
  /** A whole address among the recipients, in any letter case. */
  readonly to?: string | undefined;
  /** A part of the subject; ASCII letters match in either case. */
  readonly subjectContains?: string | undefined;
  /** Received at this time (ms) or later. */
  readonly since?: number | undefined;
  /** Of the message as it was sent. */
  readonly messageId?: string | undefined;
}

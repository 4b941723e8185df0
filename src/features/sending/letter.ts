import type { Mailbox } from "#protocols/mime/header-line.ts";
import type { RawMessage } from "./raw-message.ts";
import type { ListManagement, MessageTag, SendContent, SendingArns } from "./send-request.ts";

/** An address with its display name, and how the caller wrote it. */
export interface WrittenMailbox extends Mailbox {
  readonly given: string;
}

/** What is to be sent, from whom and to whom: read from the call and, for a raw message, from its header. */
export interface Letter {
  readonly content: LetterContent;
  /** Whom the From field names; one at least. */
  readonly authors: readonly WrittenMailbox[];
  /** The first of them. */
  readonly from: WrittenMailbox;
  /** From whom it was sent, as the call or the envelope says; else the first author. */
  readonly source: WrittenMailbox;
  /** Whom the Sender field names. */
  readonly sentBy: readonly WrittenMailbox[];
  /** Everyone the message is said to come from: each must be verified. */
  readonly senders: readonly WrittenMailbox[];
  readonly to: readonly WrittenMailbox[];
  readonly cc: readonly WrittenMailbox[];
  readonly replyTo: readonly WrittenMailbox[];
  /** Addresses, each once, in the order To, Cc, Bcc. */
  readonly recipients: readonly string[];
  /** Where feedback goes that is forwarded by mail. */
  readonly feedbackTo: string;
  readonly arns: SendingArns;
  readonly configurationSet: string | undefined;
  readonly tags: readonly MessageTag[];
  readonly list: ListManagement | undefined;
  readonly tenant: string | undefined;
}

export type LetterContent =
  | Exclude<SendContent, { readonly kind: "raw" }>
  | { readonly kind: "raw"; readonly message: RawMessage };

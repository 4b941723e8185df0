import type { Owner } from "#platform/owner.ts";

/** A message as a caller hands it in, through the API or over SMTP. */
export interface SendRequest {
  readonly caller: SendingCaller;
  /** The call's name as events and policies say it: `SendEmail`, `SendRawEmail`, `SendTemplatedEmail` … */
  readonly operation: SendOperation;
  /** Of SES's API, as policies say it; left out: 2, by SMTP too. */
  readonly apiVersion?: "1" | "2";
  /** As given: an address, or one with a display name. Raw messages may leave it to their From field. */
  readonly from: string | undefined;
  /** Identities whose owner lets this account send from them. */
  readonly arns: SendingArns;
  /** Undefined for a raw message that names its recipients in its own header. */
  readonly destination: Destination | undefined;
  readonly replyTo: readonly string[];
  /** Where bounces and complaints are forwarded, where that is not the sender. */
  readonly feedbackTo: string | undefined;
  readonly content: SendContent;
  /** Undefined: those of the message's own header, if any. */
  readonly tags: readonly MessageTag[] | undefined;
  readonly configurationSet: string | undefined;
  readonly list: ListManagement | undefined;
  /** The customer's customer that it is sent for. */
  readonly tenant: string | undefined;
  /** Overrides of the configuration set's tracking. */
  readonly tracking: { readonly opens?: boolean | undefined; readonly clicks?: boolean | undefined };
}

export type SendOperation =
  | "SendEmail"
  | "SendRawEmail"
  | "SendTemplatedEmail"
  | "SendBulkTemplatedEmail"
  | typeof provingOperation;

/** What it sends proves to whoever reads it that the mailbox is theirs: its sender is not to read it. */
export const provingOperation = "SendCustomVerificationEmail";

export interface SendingCaller {
  readonly owner: Owner;
  /** The access key or API key; undefined in open mode. */
  readonly keyId: string | undefined;
  /** The identities that its key sends from, by name; undefined: all that the account may. */
  readonly sendsFrom: readonly string[] | undefined;
  readonly sourceIp: string;
  /** Whether it came in TLS. */
  readonly secure: boolean;
  readonly userAgent: string | undefined;
}

export interface SendingArns {
  readonly from: string | undefined;
  readonly source: string | undefined;
  readonly returnPath: string | undefined;
}

/** Addresses as given, display names included. */
export interface Destination {
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
}

export interface MessageTag {
  readonly name: string;
  readonly value: string;
}

export interface ListManagement {
  readonly list: string;
  readonly topic: string | undefined;
}

export interface HeaderLine {
  readonly name: string;
  readonly value: string;
}

export interface Attachment {
  readonly fileName: string;
  readonly content: Uint8Array;
  readonly contentType: string | undefined;
  readonly contentId: string | undefined;
  readonly description: string | undefined;
  readonly disposition: "attachment" | "inline";
  readonly transferEncoding: "base64" | "quoted-printable" | "7bit" | undefined;
}

export interface Additions {
  readonly headers: readonly HeaderLine[];
  readonly attachments: readonly Attachment[];
}

/** What a recipient reads; one of `text` and `html` at least. */
export interface Wording {
  readonly subject: string;
  readonly text: string | undefined;
  readonly html: string | undefined;
}

export type TemplateChoice =
  | { readonly name: string }
  | { readonly inline: { readonly subject?: string; readonly text?: string; readonly html?: string } };

export type SendContent =
  | ({ readonly kind: "simple" } & Wording & Additions)
  /** `envelopeFrom`: what SMTP's MAIL FROM said. */
  | { readonly kind: "raw"; readonly data: Uint8Array; readonly envelopeFrom?: string }
  | ({
      readonly kind: "template";
      readonly template: TemplateChoice;
      /** JSON objects, the later ones over the earlier. */
      readonly data: readonly string[];
    } & Additions);

import { type AttachedFile, attachmentPart } from "./attachment-part.ts";
import { BadHeaderField, type Mailbox, mailboxField, unstructuredField } from "./header-line.ts";
import { ownBytes } from "./own-bytes.ts";
import { textPart } from "./text-part.ts";

/** An ordinary message: a text, an HTML form of it, or both. */
export interface PlainMessage {
  /** Undefined only in samples, which are not sent. */
  readonly from: Mailbox | undefined;
  readonly sender?: readonly Mailbox[];
  readonly to: readonly Mailbox[];
  readonly cc?: readonly Mailbox[];
  readonly replyTo?: readonly Mailbox[];
  readonly subject: string;
  readonly text?: string;
  readonly html?: string;
  /** Those that are inline stand beside the HTML, which may show them by their Content-ID. */
  readonly attachments?: readonly AttachedFile[];
  /** Makes of it a report (RFC 6522) of that type: what is attached is the report. */
  readonly reportType?: string;
  /** Milliseconds since 1970. */
  readonly date: number;
  /** Without the angle brackets. */
  readonly messageId: string;
  /** Fields beyond these, in their order: `["Auto-Submitted", "auto-generated"]`. */
  readonly fields?: readonly (readonly [name: string, value: string])[];
}

/** Where the boundary comes from: `platform/random.ts`. */
interface RandomBytes {
  bytes(count: number): Uint8Array;
}

/**
 * Writes a message (RFC 5322, RFC 2045): ASCII throughout, CRLF line ends. `random` makes the boundary between the parts.
 * @throws {BadHeaderField} where a value would break out of its header field
 */
export function composeMessage(message: PlainMessage, random: RandomBytes): Uint8Array {
  const header =
    mailboxesIfAny("From", message.from === undefined ? [] : [message.from]) +
    mailboxesIfAny("Sender", message.sender) +
    mailboxesIfAny("To", message.to) +
    mailboxesIfAny("Cc", message.cc) +
    mailboxesIfAny("Reply-To", message.replyTo) +
    unstructuredField("Subject", message.subject) +
    messageIdField(message.messageId) +
    `Date: ${writeDate(message.date)}\r\n` +
    (message.fields ?? []).map(([name, value]) => unstructuredField(name, value)).join("") +
    "MIME-Version: 1.0\r\n";
  return ownBytes([header + content(message, () => boundary(random))]);
}

/** RFC 5322 §3.3, always in UTC. */
function writeDate(ms: number): string {
  return new Date(ms).toUTCString().replace("GMT", "+0000");
}

/** Words, within them what their HTML shows, and around them what is attached: mixed(related(alternative)). */
function content(
  { text, html, attachments = [], reportType }: PlainMessage,
  newBoundary: () => string,
): string {
  const shown = attachments.filter(({ disposition }) => disposition === "inline").map(attachmentPart);
  const attached = attachments.filter(({ disposition }) => disposition === "attachment").map(attachmentPart);
  const words = wording({ text, html }, newBoundary);
  const related = shown.length === 0 ? words : multipart("related", [words, ...shown], newBoundary());
  if (attached.length === 0) return related;
  const subtype = reportType === undefined ? "mixed" : `report; report-type="${reportType}"`;
  return multipart(subtype, [related, ...attached], newBoundary());
}

function wording(
  { text, html }: { text: string | undefined; html: string | undefined },
  newBoundary: () => string,
): string {
  if (html === undefined) return textPart("plain", text ?? "");
  if (text === undefined) return textPart("html", html);
  return multipart("alternative", [textPart("plain", text), textPart("html", html)], newBoundary());
}

/** The CRLF before a boundary belongs to it (RFC 2046 §5.1.1); every part ends with one. */
function multipart(subtype: string, parts: readonly string[], boundary: string): string {
  const inside = parts.map((part) => `--${boundary}\r\n${part}`).join("");
  return `Content-Type: multipart/${subtype}; boundary="${boundary}"\r\n\r\n${inside}--${boundary}--\r\n`;
}

/** "=_" cannot occur in quoted-printable or base64 (RFC 2045 §6.7); 96 random bits keep it out of 7bit text. */
function boundary(random: RandomBytes): string {
  return `=_${Buffer.from(random.bytes(12)).toString("hex")}`;
}

function mailboxesIfAny(name: string, mailboxes: readonly Mailbox[] = []): string {
  return mailboxes.length === 0 ? "" : mailboxField(name, mailboxes);
}

const messageIdForm = /^[!-;=?-~]+@[!-;=?-~]+$/;

function messageIdField(id: string): string {
  if (!messageIdForm.test(id)) throw new BadHeaderField(`${JSON.stringify(id)} is no message id.`);
  return `Message-ID: <${id}>\r\n`;
}

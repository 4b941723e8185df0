import { partOf } from "#protocols/dsn/read-dsn.ts";
import { readMessage } from "#protocols/mime/header-fields.ts";
import { withCrlf } from "#protocols/mime/line-ends.ts";
import { readParts, valueIn } from "#protocols/mime/parts.ts";

/** A complaint as a mailbox provider sends it (RFC 5965). */
export interface FeedbackReport {
  /** `abuse`, `fraud`, `not-spam` … */
  readonly type: string;
  readonly userAgent: string | undefined;
  /** Who complained, where the provider says. */
  readonly recipients: readonly string[];
  /** As it was written. */
  readonly arrivalDate: string | undefined;
}

const longestValue = 500;

/** Undefined for what is no such report. Never throws, whatever it is given. */
export function readFeedbackReport(content: Uint8Array): FeedbackReport | undefined {
  const message = readParts(withCrlf(content));
  const report = message && partOf(message, "message/feedback-report");
  if (message === undefined || report === undefined) return undefined;
  const reading = readMessage(withCrlf(report.body));
  if (!reading.ok) return undefined;
  const { fields } = reading;
  const named = fields
    .filter(({ name }) => ["original-rcpt-to", "removal-recipient"].includes(name.toLowerCase()))
    .map(({ value }) => value.trim().replaceAll(/^<|>$/g, ""));
  const type = valueIn(fields, "feedback-type")?.toLowerCase();
  if (type === undefined) return undefined;
  return {
    type: type.slice(0, longestValue),
    userAgent: valueIn(fields, "user-agent")?.slice(0, longestValue),
    recipients: named.filter((address) => address.includes("@")).slice(0, 100),
    arrivalDate: (valueIn(fields, "arrival-date") ?? valueIn(fields, "received-date"))?.slice(
      0,
      longestValue,
    ),
  };
}

import { partOf } from "#protocols/dsn/read-dsn.ts";
import { enclosedHeader } from "#protocols/mime/enclosed-header.ts";
import { type HeaderField, readMessage } from "#protocols/mime/header-fields.ts";
import { withCrlf } from "#protocols/mime/line-ends.ts";
import { type MimePart, valueIn } from "#protocols/mime/parts.ts";
import { shortened } from "#protocols/mime/shortened.ts";

/** A complaint as a mailbox provider sends it (RFC 5965). */
export interface FeedbackReport {
  /** `abuse`, `fraud`, `not-spam` … */
  readonly type: string;
  readonly userAgent: string | undefined;
  /** Who complained, where the provider says: at first in the report itself. */
  readonly recipients: readonly string[];
  /** As it was written. */
  readonly arrivalDate: string | undefined;
  /** What the message was sent from, where that is said. */
  readonly returnPaths: readonly string[];
  /** Of the message that it is about. */
  readonly enclosed: readonly HeaderField[];
}

const longestValue = 500;
const mostAddresses = 100;
const longestReport = 64 * 1024;

/** Undefined for what is no such report. Never throws, whatever it is given. */
export function readFeedbackReport(message: MimePart | undefined): FeedbackReport | undefined {
  const report = message && partOf(message, "message/feedback-report");
  if (message === undefined || report === undefined) return undefined;
  const reading = readMessage(withCrlf(report.body.subarray(0, longestReport)));
  if (!reading.ok) return undefined;
  const { fields } = reading;
  const type = valueIn(fields, "feedback-type")?.toLowerCase();
  if (type === undefined) return undefined;
  return {
    type: shortened(type, longestValue),
    userAgent: shortenedIn(fields, "user-agent"),
    arrivalDate: shortenedIn(fields, "arrival-date") ?? shortenedIn(fields, "received-date"),
    ...about(message, fields),
  };
}

/** A message that somebody passes on as it came, as Microsoft's JMRP does. Undefined where none is enclosed. */
export function readForwardedComplaint(message: MimePart | undefined): FeedbackReport | undefined {
  const found = message && about(message, []);
  if (found === undefined || found.enclosed.length === 0) return undefined;
  return { type: "abuse", userAgent: undefined, arrivalDate: undefined, ...found };
}

function about(
  message: MimePart,
  fields: readonly HeaderField[],
): Pick<FeedbackReport, "recipients" | "returnPaths" | "enclosed"> {
  const enclosed = enclosedHeader(message);
  return {
    recipients: [
      ...addressesIn(fields, ["original-rcpt-to", "removal-recipient"]),
      ...addressesIn(enclosed, ["x-hmxmroriginalrecipient", "x-original-to", "delivered-to"]),
    ],
    returnPaths: [...addressesIn(fields, ["original-mail-from"]), ...addressesIn(enclosed, ["return-path"])],
    enclosed,
  };
}

function addressesIn(fields: readonly HeaderField[], names: readonly string[]): string[] {
  return fields
    .filter(({ name }) => names.includes(name.toLowerCase()))
    .map(({ value }) => value.trim().replaceAll(/^<|>$/g, ""))
    .filter((address) => address.includes("@") && address.length <= longestValue)
    .slice(0, mostAddresses);
}

function shortenedIn(fields: readonly HeaderField[], name: string): string | undefined {
  const value = valueIn(fields, name);
  return value === undefined ? undefined : shortened(value, longestValue);
}

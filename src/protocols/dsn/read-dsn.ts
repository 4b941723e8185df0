import { isUtf8 } from "node:buffer";
import { type HeaderField, readMessage } from "#protocols/mime/header-fields.ts";
import { type MimePart, valueIn } from "#protocols/mime/parts.ts";
import { shortened } from "#protocols/mime/shortened.ts";
import type { SmtpStep } from "#protocols/smtp/outcome.ts";
import { wordsIn } from "./words-about.ts";

/** What a mail system reports of a message it took (RFC 3464). */
export interface DeliveryStatusNotification {
  /** `dns; mta.example.com` */
  readonly reportingMta: string | undefined;
  readonly recipients: readonly ReportedRecipient[];
}

export interface ReportedRecipient {
  readonly address: string;
  readonly action: "failed" | "delayed" | "delivered" | "relayed" | "expanded";
  /** RFC 3463: `5.1.1`. */
  readonly status: string | undefined;
  /** `smtp; 550 5.1.1 No such user`; where the report has no such field, what its text says of the address. */
  readonly diagnosticCode: string | undefined;
  /** What was refused, where a report says more than the standard asks for. */
  readonly step?: SmtpStep;
}

const actions: readonly ReportedRecipient["action"][] = [
  "failed",
  "delayed",
  "delivered",
  "relayed",
  "expanded",
];
export const mostRecipients = 100;
const longestValue = 1_000;
const longestReport = 256 * 1024;

/** Undefined for what is no such notification. Never throws, whatever it is given. */
export function readDsn(message: MimePart | undefined): DeliveryStatusNotification | undefined {
  if (message === undefined) return undefined;
  // RFC 6533 §3: where an address or a text in it is in UTF-8.
  const report =
    partOf(message, "message/delivery-status") ?? partOf(message, "message/global-delivery-status");
  if (report === undefined) return undefined;
  const [perMessage = [], ...perRecipient] = groupsOf(report.body);
  const wordsAbout = wordsIn(textOf(Buffer.from(partOf(message, "text/plain")?.body ?? "")));
  const recipients = perRecipient
    .slice(0, mostRecipients)
    .flatMap((fields) => recipientOf(fields, wordsAbout) ?? []);
  return { reportingMta: onOneLine(valueIn(perMessage, "reporting-mta")), recipients };
}

export function partOf(part: MimePart, type: string): MimePart | undefined {
  if (part.type === type) return part;
  for (const inner of part.parts) {
    const found = partOf(inner, type);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** RFC 3464 §2.1: groups of fields with blank lines between. */
function groupsOf(body: Uint8Array): (readonly HeaderField[])[] {
  const text = Buffer.from(body.subarray(0, longestReport)).toString("latin1");
  const groups: string[][] = [[]];
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() !== "") groups.at(-1)?.push(line);
    else if (groups.at(-1)?.length !== 0) groups.push([]);
  }
  return groups
    .slice(0, 1 + mostRecipients)
    .map((lines) => readMessage(Buffer.from(`${lines.join("\r\n").trim()}\r\n`, "latin1")))
    .flatMap((reading) => (reading.ok && reading.fields.length > 0 ? [reading.fields] : []));
}

function recipientOf(
  fields: readonly HeaderField[],
  wordsAbout: ReturnType<typeof wordsIn>,
): ReportedRecipient | undefined {
  const final = addressIn(textIn(fields, "final-recipient"));
  const address = addressIn(textIn(fields, "original-recipient")) ?? final;
  // Some explain it in a comment.
  const action = /^[a-z]+/.exec(valueIn(fields, "action")?.toLowerCase() ?? "")?.[0];
  const known = actions.find((one) => one === action);
  if (address === undefined || known === undefined) return undefined;
  const status = /\d\.\d{1,3}\.\d{1,3}/.exec(valueIn(fields, "status") ?? "")?.[0];
  const words = textIn(fields, "diagnostic-code") ?? wordsAbout(final ?? address);
  // OpenSMTPD writes the report that it has given up as one of a delay.
  const isGivenUp =
    known === "delayed" && status === "4.4.7" && /^envelope expired$/i.test(words?.trim() ?? "");
  return { address, action: isGivenUp ? "failed" : known, status, diagnosticCode: onOneLine(words) };
}

/** `rfc822; ann@example.com` */
function addressIn(value: string | undefined): string | undefined {
  const text = value
    ?.slice(value.indexOf(";") + 1)
    .trim()
    .replaceAll(/^<|>$/g, "");
  return text?.includes("@") ? text.slice(0, 320) : undefined;
}

function onOneLine(value: string | undefined): string | undefined {
  return value === undefined ? undefined : shortened(value.replaceAll(/\s+/g, " "), longestValue);
}

function textIn(fields: readonly HeaderField[], name: string): string | undefined {
  const value = valueIn(fields, name);
  return value === undefined ? undefined : textOf(Buffer.from(value, "latin1"));
}

/** UTF-8 where it is, else each octet a letter. */
function textOf(bytes: Buffer): string {
  return bytes.toString(isUtf8(bytes) ? "utf8" : "latin1");
}

import { decodeWords } from "#protocols/mime/decode-words.ts";
import { fileNameOf } from "#protocols/mime/files.ts";
import { type HeaderField, readMessage } from "#protocols/mime/header-fields.ts";
import { type MimePart, readAllParts, valueIn } from "#protocols/mime/parts.ts";
import { htmlOf, leavesOf, plainOf } from "./leaves.ts";

export interface AttachmentSummary {
  readonly filename: string | undefined;
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly contentId: string | undefined;
  readonly inline: boolean;
}

/** A message for people to look at. All of it is the sender's word. */
export interface ParsedMessage {
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly text: string | undefined;
  readonly html: string | undefined;
  readonly attachments: readonly AttachmentSummary[];
}

const largestParsed = 16 * 1024 * 1024;
const bounds = { parts: 1_000, depth: 10, headerOctets: 256 * 1024 };

export function takeApart(content: Uint8Array): MimePart | undefined {
  return content.length > largestParsed ? undefined : readAllParts(content, bounds);
}

/** Undefined where a message is too large, or too deep, to be taken apart; its source can still be had. */
export function parseMessage(content: Uint8Array): ParsedMessage | undefined {
  const message = takeApart(content);
  if (message === undefined) return undefined;
  const leaves = leavesOf(message);
  return {
    headers: message.fields.map((field) => ({ name: field.name, value: legible(field) })),
    text: plainOf(leaves),
    html: htmlOf(leaves),
    attachments: leaves.attachments.map(summaryOf),
  };
}

function summaryOf({ type, fields, body }: MimePart): AttachmentSummary {
  const contentId = valueIn(fields, "content-id");
  const disposition = valueIn(fields, "content-disposition") ?? "";
  return {
    filename: fileNameOf(fields),
    contentType: type,
    sizeBytes: body.byteLength,
    contentId,
    inline:
      /^inline\b/i.test(disposition) || (contentId !== undefined && !/^attachment\b/i.test(disposition)),
  };
}

function legible({ value }: HeaderField): string {
  return Buffer.from(value.replaceAll(/\r\n/g, ""), "latin1").toString("utf8").trim();
}

const longestShown = 1_000;

/** From and Subject for the list, decoded and made one line of well-formed text, without reading the body. */
export function readSummary(content: Uint8Array): { from: string | undefined; subject: string | undefined } {
  const reading = readMessage(content);
  if (!reading.ok) return { from: undefined, subject: undefined };
  const value = (wanted: string) => {
    const field = reading.fields.find(({ name }) => name.toLowerCase() === wanted);
    return field && toLine(field.value);
  };
  return { from: value("from"), subject: value("subject") };
}

function toLine(latin1: string): string {
  const text = Buffer.from(latin1.slice(0, 4 * longestShown), "latin1").toString("utf8");
  // NUL among them: PostgreSQL stores none.
  const line = decodeWords(text).replaceAll(/[\p{Cc}\s]+/gu, " ");
  return line.trim().slice(0, longestShown).toWellFormed();
}

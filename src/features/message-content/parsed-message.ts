import PostalMime, { decodeWords, type Email } from "postal-mime";
import { readMessage } from "#protocols/mime/header-fields.ts";

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

/** Parsing takes the event loop's time: some 10 ms a megabyte. */
const largestParsed = 16 * 1024 * 1024;
const bounds = { maxNestingDepth: 32, maxHeadersSize: 256 * 1024, maxRfc822NestingDepth: 3 };

export async function takeApart(content: Uint8Array): Promise<Email | undefined> {
  if (content.length > largestParsed) return undefined;
  try {
    return await PostalMime.parse(content, bounds);
  } catch {
    // postal-mime rejects for one reason only: a bound was passed.
    return undefined;
  }
}

/** Undefined where a message is too large, or too deep, to be taken apart; its source can still be had. */
export async function parseMessage(content: Uint8Array): Promise<ParsedMessage | undefined> {
  const email = await takeApart(content);
  if (email === undefined) return undefined;
  return {
    headers: email.headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
    text: email.text,
    html: email.html,
    attachments: email.attachments.map((attachment) => ({
      filename: attachment.filename ?? undefined,
      contentType: attachment.mimeType,
      sizeBytes:
        typeof attachment.content === "string" ? attachment.content.length : attachment.content.byteLength,
      contentId: attachment.contentId,
      inline: attachment.disposition === "inline" || attachment.related === true,
    })),
  };
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

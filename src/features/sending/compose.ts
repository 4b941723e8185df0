import { CallerError } from "#platform/errors.ts";
import type { Random } from "#platform/random.ts";
import { composeMessage, type PlainMessage } from "#protocols/mime/compose.ts";
import { decodeWords } from "#protocols/mime/decode-words.ts";
import { longestHeader } from "#protocols/mime/header-fields.ts";
import { BadHeaderField } from "#protocols/mime/header-line.ts";
import { ownBytes } from "#protocols/mime/own-bytes.ts";
import type { Letter } from "./letter.ts";
import type { RawMessage } from "./raw-message.ts";
import type { Additions, Wording } from "./send-request.ts";

/** What we put into the header of every message. */
export interface Postmark {
  /** Without the angle brackets. */
  readonly messageId: string;
  readonly date: number;
  /** Fields of ours that go over the sender's of the same names. */
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/** Replaced by ours, or meant for us and not for the recipient. */
const notPassedOn = /^(?:x-ses-.*|(?:resent-)?bcc|return-path|bounces-to|message-id|date)$/i;

/** Each part says its own encoding; on top of it, another would have readers decode the part again. A Sender is written as it was read. */
const writtenElsewhere = new Set(["content-transfer-encoding", "sender"]);

/** Nobody reads so much, and to fold and encode ten million characters keeps everybody waiting for seconds. */
const longestSubject = 64 * 1024;

function checkSubject(subject: string): void {
  if (subject.length <= longestSubject) return;
  throw new CallerError("bad-request", `The subject is longer than ${longestSubject} characters.`);
}

/** Throws `bad-request` where a value would break out of its header field. */
function compose(message: PlainMessage, random: Random): Uint8Array {
  try {
    return composeMessage(message, random);
  } catch (error) {
    throw error instanceof BadHeaderField ? new CallerError("bad-request", error.message) : error;
  }
}

/** Makes a message of its parts. Throws `bad-request`. */
export function composeLetter(
  letter: Letter,
  { subject, text, html, headers, attachments }: Wording & Additions,
  { postmark, random }: { readonly postmark: Postmark; readonly random: Random },
): Uint8Array {
  checkSubject(subject);
  const ours = new Set([...writtenElsewhere, ...postmark.fields.map(([name]) => name.toLowerCase())]);
  return compose(
    {
      from: letter.from,
      sender: letter.sentBy,
      to: letter.to,
      cc: letter.cc,
      replyTo: letter.replyTo,
      // Callers may have encoded what is not ASCII (RFC 2047): encoded again it would be read as it was written.
      subject: decodeWords(subject),
      ...(text === undefined ? {} : { text }),
      ...(html === undefined ? {} : { html }),
      attachments,
      date: postmark.date,
      messageId: postmark.messageId,
      fields: [
        ...headers
          .filter(({ name }) => !notPassedOn.test(name) && !ours.has(name.toLowerCase()))
          .map(({ name, value }) => [name, decodeWords(value)] as const),
        ...postmark.fields,
      ],
    },
    random,
  );
}

/** A message to nobody, to be looked at. Throws `bad-request`. */
export function composeSample(
  { subject, text, html }: Wording,
  { postmark, random }: { readonly postmark: Postmark; readonly random: Random },
): Uint8Array {
  checkSubject(subject);
  return compose(
    {
      from: undefined,
      to: [],
      subject,
      ...(text === undefined ? {} : { text }),
      ...(html === undefined ? {} : { html }),
      date: postmark.date,
      messageId: postmark.messageId,
    },
    random,
  );
}

/** A raw message as it goes out: what is left of its own header stays as it was written, byte for byte. */
export function postRaw({ fields, body }: RawMessage, postmark: Postmark): Uint8Array {
  const ours = new Set(postmark.fields.map(([name]) => name.toLowerCase()));
  const kept = fields.filter(({ name }) => !notPassedOn.test(name) && !ours.has(name.toLowerCase()));
  const header = [
    ...kept.map(({ name, value }) => `${name}:${value}`),
    `Message-ID: <${postmark.messageId}>`,
    `Date: ${new Date(postmark.date).toUTCString().replace("GMT", "+0000")}`,
    ...postmark.fields.map(([name, value]) => `${name}: ${value}`),
    "",
    "",
  ];
  return ownBytes([header.join("\r\n"), body]);
}

/** SES's limit, attachments in base64 included. */
const largestMessageBytes = 40 * 1024 * 1024;

/** Throws `bad-request`: it would be too large to send, or its header too long to be read when it is signed. */
export function checkSize({ buffer, byteOffset, length }: Uint8Array): void {
  if (length > largestMessageBytes) {
    throw new CallerError("bad-request", `The message is larger than ${largestMessageBytes} bytes.`);
  }
  if (length <= longestHeader) return;
  const beginning = Buffer.from(buffer, byteOffset, length).subarray(0, longestHeader + 2);
  if (beginning.includes("\r\n\r\n")) return;
  throw new CallerError("bad-request", `The header of the message is longer than ${longestHeader} bytes.`);
}

import { isAscii } from "node:buffer";
import { readAddress } from "#protocols/address/address.ts";
import { hasOnlyCrlf } from "#protocols/mime/line-ends.ts";
import type { SmtpExtensions } from "./extensions.ts";
import { permanent, type SmtpFailure } from "./outcome.ts";

/** What happens while a message is handed over, for a journal that survives us. */
export type SmtpPhase =
  /** Nothing of the message is out; it waits for this call to end. */
  | "before-data"
  /** All but the last block is out; that, with the final dot, waits for this call to end. What must be on disk is written now. */
  | "before-final-dot"
  /** The whole message is out: from here on a lost connection is `uncertain`. */
  | "after-final-dot"
  /** The server's last word is known. */
  | "reply-read";

export interface SmtpMessage {
  /** Bare address, or "" for no return path (RFC 5321 §4.5.5). */
  readonly from: string;
  readonly recipients: readonly string[];
  /** Header and body with CRLF line ends. */
  readonly content: Uint8Array;
  /** A rejection ends the delivery and is passed on. */
  readonly onPhase?: (phase: SmtpPhase) => void | Promise<void>;
}

/** What makes a message undeliverable before a word is said. */
export function faultOfMessage(
  message: SmtpMessage,
  { sizeLimit = 0 }: SmtpExtensions,
): SmtpFailure | undefined {
  const { from, content } = message;
  if (from !== "" && !readAddress(from).ok)
    return permanent("checks", `The sender ${JSON.stringify(from)} is no address.`);
  // A bare LF or CR lets one message pass for two at a lax server ("SMTP smuggling").
  if (!hasOnlyCrlf(content)) return permanent("checks", "The message has a bare CR or LF.");
  if (sizeLimit > 0 && content.length > sizeLimit) {
    return permanent(
      "checks",
      `The message is too large: it has ${content.length} octets; the server takes ${sizeLimit}.`,
    );
  }
  return undefined;
}

/** Where a recipient cannot be named in SMTP without SMTPUTF8, or at all. */
export function faultOfRecipient(address: string): SmtpFailure | undefined {
  const reading = readAddress(address);
  return reading.ok ? undefined : permanent("checks", `The recipient is no address: ${reading.fault}.`);
}

/**
 * RFC 5321 §4.1.1.2 with SIZE (RFC 1870) and BODY (RFC 6152). 8-bit content goes to a server without 8BITMIME as it is, as Exim does:
 * converting it would break its signature, and such servers pass it on.
 */
export function mailCommand({ from, content }: SmtpMessage, extensions: SmtpExtensions): string {
  const size = extensions.sizeLimit === undefined ? "" : ` SIZE=${content.length}`;
  const body = extensions.eightBitMime && !isAscii(content) ? " BODY=8BITMIME" : "";
  return `MAIL FROM:<${from}>${size}${body}`;
}

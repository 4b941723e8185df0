import { readMessage } from "#protocols/mime/header-fields.ts";
import { valueIn } from "#protocols/mime/parts.ts";

/** As the listener took it. */
export interface ReceivedMail {
  /** Empty for a report. */
  readonly from: string;
  readonly recipients: readonly string[];
  readonly content: Uint8Array;
  readonly peer: { readonly address: string; readonly helloName: string; readonly secure: boolean };
}

/** Under the fields that say where it came from (RFC 5321 §4.4): for abuse that is half of the matter. */
export function withTrace(
  mail: ReceivedMail & { readonly messageId: string; readonly at: number; readonly by: string },
): Uint8Array {
  const { from, recipients, peer, messageId, at, by } = mail;
  const address = peer.address.replace(/^::ffff:(?=\d+\.)/, "");
  const literal = address.includes(":") ? `IPv6:${address}` : address;
  // What a stranger calls himself goes into a header field of ours.
  const helloName = peer.helloName.replaceAll(/[^A-Za-z0-9.:_[\]-]/g, "?").slice(0, 255);
  const date = new Date(at).toUTCString().replace("GMT", "+0000");
  const trace = [
    `Return-Path: <${from}>`,
    `Received: from ${helloName || "unknown"} ([${literal}])`,
    `\tby ${by} with ${peer.secure ? "ESMTPS" : "ESMTP"} id ${messageId}`,
    `\tfor <${recipients[0]}>; ${date}`,
    "",
  ];
  return Buffer.concat([Buffer.from(trace.join("\r\n")), mail.content]);
}

/** A report, or what says that no person wrote it (RFC 3834 §5). */
export function isAutomatic({ from, content }: ReceivedMail): boolean {
  if (from === "") return true;
  const reading = readMessage(content);
  const by = reading.ok ? valueIn(reading.fields, "auto-submitted") : undefined;
  return by !== undefined && !/^no\b/i.test(by);
}

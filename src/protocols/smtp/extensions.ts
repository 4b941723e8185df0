import type { SmtpReply } from "./reply.ts";

/** What a server offers, from its answer to EHLO (RFC 5321 §4.1.1.1). */
export interface SmtpExtensions {
  readonly startTls: boolean;
  readonly pipelining: boolean;
  readonly eightBitMime: boolean;
  /** RFC 1870: absent when SIZE is not offered; 0 where it is offered without a limit. */
  readonly sizeLimit?: number;
  /** SASL mechanisms in upper case. */
  readonly auth: readonly string[];
}

export const noExtensions: SmtpExtensions = {
  startTls: false,
  pipelining: false,
  eightBitMime: false,
  auth: [],
};

export function readExtensions(reply: SmtpReply): SmtpExtensions {
  const parameters = new Map<string, readonly string[]>();
  for (const line of reply.lines.slice(1)) {
    // Some old servers write AUTH=LOGIN.
    const [keyword = "", ...rest] = line.toUpperCase().split(/[ =]+/);
    parameters.set(keyword, [...(parameters.get(keyword) ?? []), ...rest]);
  }
  const size = parameters.get("SIZE");
  return {
    startTls: parameters.has("STARTTLS"),
    pipelining: parameters.has("PIPELINING"),
    eightBitMime: parameters.has("8BITMIME"),
    auth: parameters.get("AUTH") ?? [],
    ...(size === undefined ? {} : { sizeLimit: readSize(size[0]) }),
  };
}

function readSize(text = "0"): number {
  return /^\d{1,15}$/.test(text) ? Number(text) : 0;
}

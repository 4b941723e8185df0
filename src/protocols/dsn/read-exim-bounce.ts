import { type MimePart, valueIn } from "#protocols/mime/parts.ts";
import { shortened } from "#protocols/mime/shortened.ts";
import type { SmtpStep } from "#protocols/smtp/outcome.ts";
import { linesOfFirstText } from "./plain-text.ts";
import { type DeliveryStatusNotification, mostRecipients, type ReportedRecipient } from "./read-dsn.ts";

const opening = "This message was created automatically by mail delivery software.";
const longestReason = 1_000;

/**
 * Exim's bounces before it wrote those of RFC 3464: who failed is in a header field, why in the text, below the address and further to the
 * right. Undefined for what is none. Never throws, whatever it is given.
 */
export function readEximBounce(message: MimePart | undefined): DeliveryStatusNotification | undefined {
  const named = message && valueIn(message.fields, "x-failed-recipients");
  const lines = message === undefined ? [] : linesOfFirstText(message);
  if (named === undefined || lines[0]?.startsWith(opening) !== true) return undefined;
  const failed = named
    .slice(0, 64 * 1024)
    .split(",", mostRecipients)
    .map((address) => address.trim())
    .filter((address) => address.includes("@") && address.length <= 320);
  const reasons = reasonsIn(lines);
  return { reportingMta: undefined, recipients: failed.map((one) => recipientOf(one, reasons.get(one))) };
}

/** By address. It stands two columns in, its reason four. */
function reasonsIn(lines: readonly string[]): Map<string, string> {
  const reasons = new Map<string, string>();
  let address: string | undefined;
  for (const line of lines) {
    if (line.startsWith("    ") && address !== undefined) {
      reasons.set(address, `${reasons.get(address) ?? ""} ${line.trim()}`.trim());
    } else address = line.startsWith("  ") ? line.trim() : undefined;
  }
  return reasons;
}

function recipientOf(address: string, reason = ""): ReportedRecipient {
  const known = { address, action: "failed" } as const;
  const [before = "", reply] = reason.split(/SMTP error from remote (?:mail server|mailer) after /);
  if (reply === undefined)
    return { ...known, status: undefined, diagnosticCode: shortened(before, longestReason) };
  const at = reply.search(/\b[245]\d\d[ -]/);
  const said = at === -1 ? "" : reply.slice(at);
  return {
    ...known,
    status: undefined,
    diagnosticCode: `smtp; ${shortened(said, longestReason)}`,
    step: stepIn(at === -1 ? reply : reply.slice(0, at)),
  };
}

function stepIn(words: string): SmtpStep {
  if (words.startsWith("RCPT TO:")) return "recipient";
  if (words.startsWith("MAIL FROM:")) return "mail";
  return words.startsWith("initial connection") ? "greeting" : "final-dot";
}

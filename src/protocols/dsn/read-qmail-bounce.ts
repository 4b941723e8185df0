import type { MimePart } from "#protocols/mime/parts.ts";
import { shortened } from "#protocols/mime/shortened.ts";
import type { SmtpStep } from "#protocols/smtp/outcome.ts";
import { linesOfFirstText } from "./plain-text.ts";
import { type DeliveryStatusNotification, mostRecipients, type ReportedRecipient } from "./read-dsn.ts";

/** https://cr.yp.to/proto/qsbmf.txt: "it is recognized by" these words. */
const opening = "Hi. This is the ";
const remote = "Remote host said: ";
const longestReason = 1_000;

/**
 * qmail's own form of a bounce, QSBMF: paragraphs of which the first begins with those words, one for each recipient, `<address>:` and why,
 * and a last one that begins with a hyphen, before the message. Undefined for what is none. Never throws, whatever it is given.
 */
export function readQmailBounce(message: MimePart | undefined): DeliveryStatusNotification | undefined {
  const lines = message === undefined ? [] : linesOfFirstText(message);
  if (lines[0]?.startsWith(opening) !== true) return undefined;
  const recipients: ReportedRecipient[] = [];
  for (const paragraph of paragraphsOf(lines)) {
    if (paragraph[0]?.startsWith("-") === true || recipients.length >= mostRecipients) break;
    const recipient = recipientOf(paragraph);
    if (recipient !== undefined) recipients.push(recipient);
  }
  return { reportingMta: undefined, recipients };
}

function* paragraphsOf(lines: readonly string[]): Generator<readonly string[]> {
  let paragraph: string[] = [];
  for (const line of lines) {
    if (line !== "") paragraph.push(line);
    else if (paragraph.length > 0) {
      yield paragraph;
      paragraph = [];
    }
  }
}

function recipientOf([first = "", ...why]: readonly string[]): ReportedRecipient | undefined {
  const [, address] = /^<([^<>]{1,320}@[^<>@]{1,255})>:$/.exec(first) ?? [];
  if (address === undefined) return undefined;
  const said = why.findIndex((line) => line.startsWith(remote));
  const own = why.slice(0, said === -1 ? undefined : said).join(" ");
  const status = /#(\d\.\d{1,3}\.\d{1,3})\b/.exec(why.join(" "))?.[1];
  const known = { address, action: "failed", status } as const;
  if (said === -1) return { ...known, diagnosticCode: shortened(own, longestReason) };
  const reply = why
    .slice(said)
    .filter((line) => !line.startsWith("Giving up on "))
    .join(" ")
    .slice(remote.length);
  return { ...known, diagnosticCode: `smtp; ${shortened(reply, longestReason)}`, step: stepIn(own) };
}

/** What qmail-remote was about when it was refused. Where it does not say so, the recipient need not be at fault. */
function stepIn(words: string): SmtpStep {
  if (/does not like recipient/.test(words)) return "recipient";
  if (/sender was rejected|does not like sender/.test(words)) return "mail";
  if (/greeting failed|my name was rejected/.test(words)) return "greeting";
  return "final-dot";
}

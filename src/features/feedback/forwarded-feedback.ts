import { type NewMessage, newMessageId, serviceRules } from "#features/delivery/index.ts";
import type { Owner } from "#platform/owner.ts";
import type { Random } from "#platform/random.ts";
import { composeMessage } from "#protocols/mime/compose.ts";
import type { FailedRecipient } from "./event-details.ts";

/** What its sender is told by mail of a message that came to grief. */
export interface FeedbackNotice {
  readonly owner: Owner;
  readonly to: string;
  readonly messageId: string;
  readonly subject: string;
  readonly opening: string;
  readonly recipients: readonly FailedRecipient[];
}

/** By whom and when a message of ours is made. */
interface Making {
  readonly now: number;
  readonly random: Random;
  readonly zone: string;
}

export function noticeMessage(notice: FeedbackNotice, making: Making): NewMessage {
  const lines = notice.recipients.map(
    ({ address, diagnosticCode }) =>
      `  ${address}${diagnosticCode === undefined ? "" : `\n    ${diagnosticCode}`}`,
  );
  const text = `${notice.opening}\n\n${lines.join("\n")}\n\nThe message: ${notice.messageId}\n`;
  return messageOfOurs(notice, { name: "Mail Delivery", subject: notice.subject, text }, making);
}

/** What comes back from the simulator's address whose owner is away. */
export function automaticAnswer(
  of: Pick<FeedbackNotice, "owner" | "to" | "messageId"> & { readonly recipient: string },
  making: Making,
): NewMessage {
  const text = `${of.recipient} is out of the office.\n\nThe message: ${of.messageId}\n`;
  return messageOfOurs(of, { name: of.recipient, subject: "Automatic reply: out of office", text }, making);
}

/** From the empty reverse-path: what bounces of it must not come back (RFC 5321 §4.5.5). */
function messageOfOurs(
  { owner, to }: Pick<FeedbackNotice, "owner" | "to">,
  { name, subject, text }: { readonly name: string; readonly subject: string; readonly text: string },
  { now, random, zone }: Making,
): NewMessage {
  const id = newMessageId(owner.region, now, random);
  const content = composeMessage(
    {
      from: { name, address: `mailer-daemon@${zone}` },
      to: [{ address: to }],
      subject,
      text,
      date: now,
      messageId: `${id}@${owner.region}.${zone}`,
      fields: [["Auto-Submitted", "auto-replied"]],
    },
    random,
  );
  return {
    id,
    owner,
    envelopeFrom: "",
    recipients: [to],
    content,
    signWith: "service",
    rules: serviceRules,
    report: undefined,
  };
}

import { type NewMessage, newMessageId } from "#features/delivery/index.ts";
import { hourMs } from "#platform/clock.ts";
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

/** From the empty reverse-path: what bounces of it must not come back (RFC 5321 §4.5.5). */
export function noticeMessage(
  notice: FeedbackNotice,
  { now, random, zone }: { readonly now: number; readonly random: Random; readonly zone: string },
): NewMessage {
  const id = newMessageId(notice.owner.region, now, random);
  const lines = notice.recipients.map(
    ({ address, diagnosticCode }) =>
      `  ${address}${diagnosticCode === undefined ? "" : `\n    ${diagnosticCode}`}`,
  );
  const content = composeMessage(
    {
      from: { name: "Mail Delivery", address: `mailer-daemon@${zone}` },
      to: [{ address: notice.to }],
      subject: notice.subject,
      text: `${notice.opening}\n\n${lines.join("\n")}\n\nThe message: ${notice.messageId}\n`,
      date: now,
      messageId: `${id}@${notice.owner.region}.${zone}`,
      fields: [["Auto-Submitted", "auto-replied"]],
    },
    random,
  );
  return {
    id,
    owner: notice.owner,
    envelopeFrom: "",
    recipients: [notice.to],
    content,
    signWith: "service",
    rules: { tls: "opportunistic", sendingPool: undefined, lifetimeMs: 14 * hourMs },
    report: undefined,
  };
}

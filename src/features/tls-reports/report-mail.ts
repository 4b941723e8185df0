import { localAccount } from "#features/access-keys/index.ts";
import { type NewMessage, newMessageId, serviceRules } from "#features/delivery/index.ts";
import { dayMs } from "#platform/clock.ts";
import type { Random } from "#platform/random.ts";
import { composeMessage } from "#protocols/mime/compose.ts";
import { reportMessage } from "#protocols/tls-rpt/message.ts";
import type { TlsReport } from "#protocols/tls-rpt/report.ts";

/** A message of the operator's account, which goes out whatever is wrong with its recipients' TLS (RFC 8460 §3). Nobody reads what bounces. */
export function reportMail(
  report: TlsReport,
  recipients: readonly string[],
  { now, random, region }: { readonly now: number; readonly random: Random; readonly region: string },
): NewMessage {
  const owner = { account: localAccount, region };
  const id = newMessageId(region, now, random);
  const sender = `no-reply@${report.submitter}`;
  const content = composeMessage(
    {
      from: { name: report.organization, address: sender },
      to: recipients.map((address) => ({ address })),
      replyTo: [{ address: report.contact }],
      ...reportMessage(report),
      date: now,
      messageId: `${id}@${region}.${report.submitter}`,
    },
    random,
  );
  return {
    id,
    owner,
    envelopeFrom: sender,
    recipients,
    content,
    signWith: "service",
    rules: { ...serviceRules, tls: "waived", lifetimeMs: dayMs },
    report: undefined,
  };
}

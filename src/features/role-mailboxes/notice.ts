import { type NewMessage, newMessageId, serviceRules } from "#features/delivery/index.ts";
import type { Owner } from "#platform/owner.ts";
import type { Random } from "#platform/random.ts";
import { composeMessage } from "#protocols/mime/compose.ts";

/** That there is mail, and nothing of what a stranger wrote. From the empty reverse-path: it must neither bounce nor be answered. */
export function noticeMessage(
  {
    owner,
    contacts,
    recipients,
  }: { readonly owner: Owner; readonly contacts: readonly string[]; readonly recipients: readonly string[] },
  { now, random, zone }: { readonly now: number; readonly random: Random; readonly zone: string },
): NewMessage {
  const id = newMessageId(owner.region, now, random);
  const named = recipients.map((recipient) => (recipient.includes("@") ? recipient : `${recipient}@${zone}`));
  const content = composeMessage(
    {
      from: { name: "Signet", address: `no-reply@${zone}` },
      to: contacts.map((address) => ({ address })),
      subject: `Mail for ${named[0]}`,
      text: `Somebody has written to ${named.join(", ")}. It is in the inbox of account ${owner.account}, in the console and at /signet/v1/inbox.\n\nOf what comes within the next hour you are not told.\n`,
      date: now,
      messageId: `${id}@${owner.region}.${zone}`,
      fields: [["Auto-Submitted", "auto-generated"]],
    },
    random,
  );
  return {
    id,
    owner,
    envelopeFrom: "",
    recipients: contacts,
    content,
    signWith: "service",
    rules: serviceRules,
    report: undefined,
  };
}

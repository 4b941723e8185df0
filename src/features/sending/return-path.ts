import { CallerError } from "#platform/errors.ts";
import { provingOperation, type SendOperation } from "./send-request.ts";
import type { Sender } from "./senders.ts";

/**
 * Where bounces of this message come back to: an address of its own, at the custom MAIL FROM domain where one is set up.
 * Throws `mail-from-domain-not-verified` where its owner would rather not send without it.
 */
export function returnPath(
  localPart: string,
  { identity, mailFrom }: Sender,
  { zone, operation }: { readonly zone: string; readonly operation: SendOperation },
): string {
  const custom = mailFrom?.mailFrom?.verification.status === "success" ? mailFrom.mailFrom : undefined;
  // A bounce may repeat the message, and where mail to the customer's domain goes is the customer's to say.
  if (custom !== undefined && operation !== provingOperation) return `${localPart}@${custom.domain}`;
  if (custom === undefined && mailFrom?.onMxFailure === "REJECT_MESSAGE") {
    throw new CallerError(
      "mail-from-domain-not-verified",
      "MAIL FROM domain not verified: DNS setup for MAIL FROM domain is invalid.",
    );
  }
  return `${localPart}@${bounceDomain(identity.owner.region, zone)}`;
}

export function bounceDomain(region: string, zone: string): string {
  return `bounces.${region}.${zone}`;
}

import { CallerError } from "#platform/errors.ts";
import type { Sender } from "./senders.ts";

/**
 * Where bounces of this message come back to: an address of its own, at the custom MAIL FROM domain where one is set up.
 * Throws `mail-from-domain-not-verified` where its owner would rather not send without it.
 */
export function returnPath(localPart: string, { identity, mailFrom }: Sender, zone: string): string {
  if (mailFrom?.mailFrom?.verification.status === "success") {
    return `${localPart}@${mailFrom.mailFrom.domain}`;
  }
  if (mailFrom?.onMxFailure === "REJECT_MESSAGE") {
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

import { createHash } from "node:crypto";
import type { Owner } from "#platform/owner.ts";

/**
 * What the older API would have in a TXT record at `_amazonses.`, in the form that SES gives it. Here it proves nothing, for a domain is proven by its
 * DKIM records; but programs expect one, always the same.
 */
export function verificationToken({ account, region }: Owner, domain: string): string {
  return createHash("sha256").update(`_amazonses.${domain} ${account} ${region}`).digest("base64");
}

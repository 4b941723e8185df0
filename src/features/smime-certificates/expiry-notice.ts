import { regionName } from "#features/verification-links/index.ts";
import { dayMs } from "#platform/clock.ts";
import type { Use } from "./identity-certificates-store.ts";
import type { SmimeCertificate } from "./store.ts";

/** How long before the end the owner is told. */
const aheadMs = [30 * dayMs, 7 * dayMs, 0] as const;

/** When the owner is told next; undefined: no more. What nobody was there to tell in time is not made up for. */
export function nextNoticeAt(notAfter: number, now: number): number | undefined {
  return aheadMs.map((ms) => notAfter - ms).find((at) => at > now);
}

/** Whether it is time for a word: it is not for one that a version without these notices kept or renewed. */
export function isTimeToTell(notAfter: number, now: number): boolean {
  return now >= notAfter - aheadMs[0];
}

/** What the owner is told of a certificate that expires, or has, with some of those who sign with it. */
export function expiryNotice(
  { owner, id, addresses, notAfter }: SmimeCertificate,
  { uses, now }: { readonly uses: readonly Use[]; readonly now: number },
) {
  const at = new Date(notAfter).toISOString();
  const [first] = addresses;
  const whose = addresses.length > 1 ? `${first} and others` : first;
  const hasExpired = now >= notAfter;
  const signed = uses
    .map(({ identity, fromAddress }) => `what ${identity} sends from ${fromAddress}`)
    .join(", ");
  const word = hasExpired ? "has expired" : `expires on ${at.slice(0, 10)}`;
  const outcome = hasExpired
    ? `Certificate ${id}, which signs ${signed}, expired at ${at}. Those messages go out without a signature.`
    : `Certificate ${id}, which signs ${signed}, expires at ${at}. From then on those messages go out without a signature.`;
  return {
    subject: `S/MIME certificate of ${whose} ${word} in ${regionName(owner.region)}`,
    text: `${outcome}\n\nHave it renewed, and import the new one in its place: signet certificates import --certificate new.pem --key new.pem --in-place-of ${id}\n`,
  };
}

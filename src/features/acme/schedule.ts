import { dayMs, hourMs, minuteMs } from "#platform/clock.ts";
import type { Random } from "#platform/random.ts";
import type { AcmeFailure } from "#protocols/acme/problem.ts";
import type { RenewalWindow } from "#protocols/acme/renewal-info.ts";
import type { Issued } from "./issuance.ts";

/**
 * `refused`: the authority said no. Let's Encrypt lets five validations of a name fail in an hour, and the pauses stay below that.
 * `not-asked`: it could not be asked, or was itself in trouble, so that nothing counts against us.
 */
type FailureKind = "refused" | "not-asked";

export function kindOf({ type }: AcmeFailure): FailureKind {
  return type === undefined || type === "badNonce" || type === "serverInternal" ? "not-asked" : "refused";
}

const pauses = {
  refused: { firstMs: 15 * minuteMs, longestMs: 12 * hourMs },
  "not-asked": { firstMs: minuteMs, longestMs: hourMs },
} as const;

/** @param failures in a row, this one counted. */
export function pauseAfter(kind: FailureKind, failures: number, random: Random): number {
  const { firstMs, longestMs } = pauses[kind];
  const pause = Math.min(firstMs * 2 ** Math.min(failures - 1, 20), longestMs);
  return Math.round(pause * (1 + fraction(random) / 5));
}

/** When a third of a certificate's life is left, or up to a thirtieth sooner, so that not all that were made together are renewed together. */
export function renewalOf(
  { validFrom, validUntil }: { readonly validFrom: number; readonly validUntil: number },
  random: Random,
): number {
  const life = validUntil - validFrom;
  return Math.round(validUntil - life / 3 - (life / 30) * fraction(random));
}

/** Somewhere in the time that the authority would have it done in (RFC 9773 §4.2), and before it ends: the same for as long as it says so. */
export function heeding<Renewed extends Pick<Issued, "renewAt" | "validUntil" | "window">>(
  certificate: Renewed,
  window: RenewalWindow | undefined,
  random: Random,
): Renewed {
  const { window: known } = certificate;
  if (window === undefined || (known?.start === window.start && known.end === window.end)) return certificate;
  const chosen = Math.round(window.start + (window.end - window.start) * fraction(random));
  return { ...certificate, renewAt: Math.min(chosen, certificate.validUntil - dayMs), window };
}

function fraction(random: Random): number {
  const [high = 0, low = 0] = random.bytes(2);
  return (high * 256 + low) / 65_536;
}

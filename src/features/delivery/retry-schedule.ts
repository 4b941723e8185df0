import { hourMs, minuteMs } from "#platform/clock.ts";
import type { Random } from "#platform/random.ts";

const waits = [1, 5, 15, 30, 60].map((minutes) => minutes * minuteMs);
const lastWait = 2 * hourMs;

/** How long a message is tried: SES's MaxDeliverySeconds by default, 14 hours. */
export const defaultLifetimeMs = 14 * hourMs;

/**
 * When to try again after a temporary failure (RFC 5321 §4.5.4.1), or undefined when the time is up. 10 % either way, so
 * that what failed together does not come back together, and not before the site's rest is over: that would be a try for nothing, and the
 * next a longer wait away. The last try is made as the time runs out.
 */
export function nextTryAt(
  {
    attempts,
    expiresAt,
    restsUntil,
  }: { attempts: number; expiresAt: number; restsUntil?: number | undefined },
  now: number,
  random: Random,
): number | undefined {
  if (now >= expiresAt) return undefined;
  const wait = waits[attempts - 1] ?? lastWait;
  const [byte = 0] = random.bytes(1);
  const earliest = Math.max(now + 0.9 * wait, restsUntil ?? now);
  return Math.min(Math.round(earliest + (0.2 * wait * byte) / 255), expiresAt);
}

const longestMs = 24 * 3_600_000;

/** When a `Retry-After` (RFC 9110 §10.2.3) lets one ask again; a day from now at the latest. */
export function retryAt(field: string | undefined, now: number): number | undefined {
  if (field === undefined) return undefined;
  const at = /^\d{1,9}$/.test(field) ? now + Number(field) * 1_000 : Date.parse(field);
  return Number.isFinite(at) ? Math.min(Math.max(at, now), now + longestMs) : undefined;
}

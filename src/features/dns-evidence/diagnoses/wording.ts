import { legible } from "#features/dns-evidence/evidence.ts";
import type { Expectation } from "#features/dns-evidence/expectation.ts";
import { recordToPublish } from "#features/dns-evidence/expectation.ts";

/** `a`, `a and b`, `a, b and 3 more`. */
export function listed(items: readonly string[], most = 4): string {
  const shown = items.slice(0, most).map((item) => legible(item, 120));
  if (items.length > most) return `${shown.join(", ")} and ${items.length - most} more`;
  const last = shown.pop();
  return shown.length === 0 ? (last ?? "none") : `${shown.join(", ")} and ${last}`;
}

/** A value from the DNS as it is shown inside a sentence. */
export function quoted(value: string): string {
  return `“${legible(value, 100)}”`;
}

export function publish(expectation: Expectation): string {
  return `Publish exactly one record: ${recordToPublish(expectation)}.`;
}

import type { ContactLists } from "#features/contacts/index.ts";
import { hourMs } from "#platform/clock.ts";
import { type SweepParts, startSweep } from "#platform/sweep.ts";
import type { Worker } from "#platform/worker.ts";

/** Once an hour, forgets contacts of lists that were deleted, where who deleted them was killed in between. */
export function forgetContacts(parts: SweepParts & { contactLists: ContactLists }): Worker {
  const sweep = async (signal: AbortSignal) => await parts.contactLists.forgetLeft(signal);
  return startSweep({ name: "forget-contacts", everyMs: hourMs, sweep }, parts);
}

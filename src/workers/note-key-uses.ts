import type { AccessKeys } from "#features/access-keys/index.ts";
import { minuteMs } from "#platform/clock.ts";
import { type SweepParts, startSweepToTheEnd } from "#platform/sweep.ts";
import type { Worker } from "#platform/worker.ts";

/** At most every minute, and at the end, writes down which keys were used in this process. */
export function noteKeyUses(parts: SweepParts & { accessKeys: AccessKeys }): Worker {
  const what = {
    name: "note-key-uses",
    everyMs: minuteMs,
    gathered: parts.accessKeys.uses,
    sweep: async () => await parts.accessKeys.writeUses(),
    lastFailed: "Which keys were used last could not be written.",
  };
  return startSweepToTheEnd(what, parts);
}

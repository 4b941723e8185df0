import type { AccessKeys } from "#features/access-keys/index.ts";
import { minuteMs } from "#platform/clock.ts";
import { type SweepParts, startSweep } from "#platform/sweep.ts";
import type { Worker } from "#platform/worker.ts";

/** Every minute, writes down which keys were used. */
export function noteKeyUses(parts: SweepParts & { accessKeys: AccessKeys }): Worker {
  const sweep = async () => await parts.accessKeys.writeUses();
  return startSweep({ name: "note-key-uses", everyMs: minuteMs, sweep }, parts);
}

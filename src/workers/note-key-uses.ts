import type { AccessKeys } from "#features/access-keys/index.ts";
import { minuteMs } from "#platform/clock.ts";
import { type SweepParts, startSweep } from "#platform/sweep.ts";
import type { Worker } from "#platform/worker.ts";

/** Every minute, and at the end, writes down which keys were used in this process. */
export function noteKeyUses(parts: SweepParts & { accessKeys: AccessKeys }): Worker {
  const write = async () => await parts.accessKeys.writeUses();
  const worker = startSweep({ name: "note-key-uses", everyMs: minuteMs, sweep: write }, parts);
  return {
    idle: async () => await worker.idle(),
    stop: () => worker.stop(),
    async [Symbol.asyncDispose]() {
      await worker[Symbol.asyncDispose]();
      // By a clock that is far ahead a key would seem to be in use for long after it was used last.
      if (parts.databaseClock?.agrees === false) return;
      await write().catch((error: unknown) => {
        parts.log.warn({ err: error }, "Which keys were used last could not be written.");
      });
    },
  };
}

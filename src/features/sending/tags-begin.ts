import type { ServiceKeyStore } from "#features/service-key/index.ts";
import { type Clock, hourMs } from "#platform/clock.ts";

const name = "return-path-tags";

/**
 * From when on return paths carry tags. Processes of the version before refuse what comes back to those, so none are made until an
 * upgrade that goes from node to node is over; in a new installation there is nobody to wait for.
 */
export async function returnPathTagsBeginAt(parts: {
  readonly store: ServiceKeyStore;
  readonly clock: Clock;
  /** Nobody was here before. */
  readonly isNew: boolean;
}): Promise<number> {
  const { store, clock, isNew } = parts;
  const startedAt = async () => await store.createdAt(name);
  if ((await startedAt()) === undefined) {
    await store.insertUnlessThere(name, new Uint8Array(0), isNew ? 0 : clock.now());
  }
  return ((await startedAt()) ?? clock.now()) + hourMs;
}

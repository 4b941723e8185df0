import type { Clock } from "#platform/clock.ts";
import { OtherMasterKey } from "#platform/master-key.ts";
import type { Secrets } from "#platform/secrets.ts";
import type { ServiceKeyStore } from "./store.ts";

const name = "master-key";

/**
 * Seals a word in the store at the first start, and opens it at every later one. A second machine on one PostgreSQL that made a
 * master key of its own would else start well, and seal keys that no other process can open.
 *
 * @throws OtherMasterKey
 * @returns whether this is the first start.
 */
export async function requireSameMasterKey(parts: {
  readonly store: ServiceKeyStore;
  readonly secrets: Secrets;
  readonly clock: Clock;
}): Promise<{ readonly isNew: boolean }> {
  const { store, secrets, clock } = parts;
  let sealed = await store.find(name);
  const isNew = sealed === undefined;
  if (isNew) {
    await store.insertUnlessThere(name, secrets.seal(Buffer.from(name), name), clock.now());
    sealed = await store.find(name);
  }
  try {
    secrets.open(sealed ?? new Uint8Array(), name);
  } catch (cause) {
    throw new OtherMasterKey(
      "The secrets in this database were sealed under another master key. Give every process the same SIGNET_MASTER_KEY, or the master.key of the first one.",
      { cause },
    );
  }
  return { isNew };
}

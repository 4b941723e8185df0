import type { Clock } from "#platform/clock.ts";
import { existingMasterKeyIn, masterKeyFileIn, masterKeyIn, WrongMasterKey } from "#platform/master-key.ts";
import { type Secrets, secretsUnder } from "#platform/secrets.ts";
import type { ServiceKeyStore } from "./store.ts";

const name = "master-key";

/**
 * The master key of a store: the one that was given, or the folder's, which is made where nothing was ever sealed. Where something was, and
 * the file is gone, a new one would open nothing, and be taken for the one that is to be kept.
 *
 * @throws WrongMasterKey
 */
export async function openMasterKey(parts: {
  readonly store: ServiceKeyStore;
  readonly given: Uint8Array | undefined;
  readonly folder: string;
  readonly clock: Clock;
}): Promise<Uint8Array> {
  const { store, given, folder } = parts;
  // Asked before the file is looked for: another process that starts makes the file first, and seals afterwards.
  const isSealed = (await store.find(name)) !== undefined;
  const existing = given ?? (await existingMasterKeyIn(folder));
  if (existing === undefined && isSealed) {
    throw new WrongMasterKey(
      `The secrets in this database were sealed under a master key, and there is none at ${masterKeyFileIn(folder)}. Put it back there from ` +
        "where it is kept, or set SIGNET_MASTER_KEY. Without it they cannot be opened; nothing was changed.",
    );
  }
  const masterKey = existing ?? (await masterKeyIn(folder));
  await requireSameMasterKey({ ...parts, secrets: secretsUnder(masterKey) });
  return masterKey;
}

/**
 * Seals a word in the store at the first start, and opens it at every later one. A second machine on one PostgreSQL that made a
 * master key of its own would else start well, and seal keys that no other process can open.
 *
 * @throws WrongMasterKey
 */
export async function requireSameMasterKey(parts: {
  readonly store: ServiceKeyStore;
  readonly secrets: Secrets;
  readonly clock: Clock;
}): Promise<void> {
  const { store, secrets, clock } = parts;
  let sealed = await store.find(name);
  if (sealed === undefined) {
    await store.insertUnlessThere(name, secrets.seal(Buffer.from(name), name), clock.now());
    sealed = await store.find(name);
  }
  try {
    secrets.open(sealed ?? new Uint8Array(), name);
  } catch (cause) {
    throw new WrongMasterKey(
      "The secrets in this database were sealed under another master key. Give every process the same SIGNET_MASTER_KEY, or the master.key of the first one.",
      { cause },
    );
  }
}

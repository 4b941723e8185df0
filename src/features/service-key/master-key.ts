import type { Clock } from "#platform/clock.ts";
import { existingMasterKeyIn, masterKeyFileIn, masterKeyIn, WrongMasterKey } from "#platform/master-key.ts";
import { type Secrets, secretsUnder } from "#platform/secrets.ts";
import type { ServiceKeyStore } from "./store.ts";

/** The name of the word that is sealed in a store, to know its master key by, and the word itself. */
export const masterKeyWord = "master-key";

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
  const sealed = await store.find(masterKeyWord);
  if (sealed !== undefined) return await masterKeyOf({ sealed, given, folder });
  const masterKey = given ?? (await masterKeyIn(folder));
  await requireSameMasterKey({ ...parts, secrets: secretsUnder(masterKey) });
  return masterKey;
}

/**
 * The master key, given or the folder's, that a store's word was sealed under.
 *
 * @throws WrongMasterKey
 */
export async function masterKeyOf(parts: {
  readonly sealed: Uint8Array;
  readonly given: Uint8Array | undefined;
  readonly folder: string;
}): Promise<Uint8Array> {
  const { sealed, given, folder } = parts;
  const masterKey = given ?? (await existingMasterKeyIn(folder));
  if (masterKey === undefined) {
    throw new WrongMasterKey(
      `The secrets in this database were sealed under a master key, and there is none at ${masterKeyFileIn(folder)}. Put it back there from ` +
        "where it is kept, or set SIGNET_MASTER_KEY. Without it they cannot be opened; nothing was changed.",
    );
  }
  requireOpens(sealed, secretsUnder(masterKey));
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
  let sealed = await store.find(masterKeyWord);
  if (sealed === undefined) {
    const word = secrets.seal(Buffer.from(masterKeyWord), masterKeyWord);
    await store.insertUnlessThere(masterKeyWord, word, clock.now());
    sealed = await store.find(masterKeyWord);
  }
  requireOpens(sealed ?? new Uint8Array(), secrets);
}

function requireOpens(sealed: Uint8Array, secrets: Secrets): void {
  try {
    secrets.open(sealed, masterKeyWord);
  } catch (cause) {
    throw new WrongMasterKey(
      "The secrets in this database were sealed under another master key. Give every process the same SIGNET_MASTER_KEY, or the master.key of the first one.",
      { cause },
    );
  }
}

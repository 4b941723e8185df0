import { createHmac, randomBytes } from "node:crypto";
import { link, open, readFile, unlink } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder } from "./folder.ts";

const keyBytes = 32;
const fileName = "master.key";

export function masterKeyFileIn(folder: string): string {
  return join(folder, fileName);
}

/**
 * The key that everything secret in the store is sealed with: read from a file in the data folder, made (mode 0600) when
 * there is none. Several processes that start at once end up with the same one.
 */
export async function masterKeyIn(folder: string): Promise<Uint8Array> {
  const file = masterKeyFileIn(folder);
  const existing = await existingMasterKeyIn(folder);
  if (existing !== undefined) return existing;
  await makeFolder(folder);
  // A name of its own: in a container every process has the same id, and one that was killed here left its draft behind.
  const draft = `${file}.${randomBytes(8).toString("hex")}`;
  try {
    await writeKey(draft);
  } catch (error) {
    await unlink(draft).catch(() => {});
    throw new Error(`${file} cannot be written: ${(error as Error).message}`, { cause: error });
  }
  // A link appears whole or, when another process was first, not at all.
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  await unlink(draft);
  await syncFolder(folder);
  return decode(await readFile(file, "utf8"), file);
}

async function writeKey(draft: string): Promise<void> {
  const handle = await open(draft, "wx", 0o600);
  try {
    await handle.writeFile(`${randomBytes(keyBytes).toString("base64")}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The same where there is one. */
export async function existingMasterKeyIn(folder: string): Promise<Uint8Array | undefined> {
  const file = masterKeyFileIn(folder);
  try {
    return decode(await readFile(file, "utf8"), file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return undefined;
  }
}

/** Tells one master key from another, and nothing else about it. */
export function fingerprintOf(masterKey: Uint8Array): string {
  return createHmac("sha256", masterKey).update("signet master key").digest("hex").slice(0, 32);
}

/** Without this a power failure may take the name of a key whose file is safe, and with it all that was sealed. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function decode(text: string, file: string): Uint8Array {
  const key = readMasterKey(text.trim());
  if (key !== undefined) return key;
  throw new WrongMasterKey(
    `${file} does not hold a master key: ${masterKeyForm}. Put the right one back there from where it is kept, or set SIGNET_MASTER_KEY.`,
  );
}

export const masterKeyForm = `${keyBytes} bytes as ${2 * keyBytes} hexadecimal digits or as base64`;

/** Undefined: it is none. */
export function readMasterKey(text: string): Uint8Array | undefined {
  const isHex = /^[0-9a-f]+$/i.test(text) && text.length === 2 * keyBytes;
  const key = Buffer.from(text, isHex ? "hex" : "base64");
  return key.length === keyBytes ? key : undefined;
}

/** Ours is none, is gone, or is not the one that the store's secrets were sealed under. */
export class WrongMasterKey extends Error {
  override readonly name = "WrongMasterKey";
}

import { readRsaPublicKey } from "./public-key.ts";
import { excerpt, readTagList } from "./tag-list.ts";

export type KeyRecord =
  | {
      readonly ok: true;
      readonly revoked: false;
      readonly tags: ReadonlyMap<string, string>;
      readonly keyType: "rsa" | "ed25519";
      /** RSA: DER SubjectPublicKeyInfo, in whichever form it was published. Ed25519: the 32 bytes (RFC 8463 §4). */
      readonly publicKey: Uint8Array;
    }
  /** An empty `p=`: the owner withdrew the key (RFC 6376 §3.6.1). */
  | { readonly ok: true; readonly revoked: true; readonly tags: ReadonlyMap<string, string> }
  /** `fault` is a sentence about "it", the record. */
  | { readonly ok: false; readonly fault: string };

/** TXT data hold 65,535 octets; an RSA-4096 record has some 750 characters. */
const longestRecord = 8_192;
/** RFC 8301 §3.2: verifiers treat shorter keys as no key. */
const fewestBits = 1_024;

/**
 * Reads a DKIM key record (RFC 6376 §3.6.1) from the joined strings of one TXT record, as tolerantly as receivers do: `v=` may be
 * missing, tags may stand in any order, `p=` may hold white space, and the quotes and `\;` that DNS panels leave behind are undone.
 * A record that receivers would not use for our signatures (other version, key type, hash or service) is a fault.
 */
export function readKeyRecord(text: string): KeyRecord {
  if (text.length > longestRecord) return refused(`It is longer than ${longestRecord} characters.`);
  const list = readTagList(undoPanelDamage(text));
  if (!list.ok) return list;
  const { tags } = list;
  const fault = faultOfScope(tags);
  if (fault !== undefined) return refused(fault);
  const written = tags.get("p");
  if (written === undefined) return refused("It has no p= tag, so no public key.");
  const base64 = written.replaceAll(/\s+/g, "");
  if (base64 === "") return { ok: true, revoked: true, tags };
  const bytes = fromBase64(base64);
  if (bytes === undefined) return refused(`Its p= tag is not base64: ${excerpt(base64)}.`);
  return readKey(tags, bytes);
}

/** The record to publish for an RSA public key, given as base64 of its DER SubjectPublicKeyInfo. */
export function writeKeyRecord(publicKeyBase64: string): string {
  return `v=DKIM1; k=rsa; p=${publicKeyBase64}`;
}

function readKey(tags: ReadonlyMap<string, string>, bytes: Uint8Array): KeyRecord {
  const keyType = (tags.get("k") ?? "rsa").toLowerCase();
  if (keyType === "ed25519") {
    if (bytes.length !== 32) return refused(`Its Ed25519 key has ${bytes.length} bytes instead of 32.`);
    return { ok: true, revoked: false, tags, keyType, publicKey: bytes };
  }
  if (keyType !== "rsa") return refused(`Its key type k=${excerpt(keyType)} is unknown.`);
  const key = readRsaPublicKey(bytes);
  if (key === undefined) return refused("Its p= tag is not an RSA public key; perhaps a part is missing.");
  if (key.bits < fewestBits) return refused(`Its key has ${key.bits} bits; receivers ask for ${fewestBits}.`);
  return { ok: true, revoked: false, tags, keyType, publicKey: key.spki };
}

function faultOfScope(tags: ReadonlyMap<string, string>): string | undefined {
  const version = tags.get("v");
  if (version !== undefined && version !== "DKIM1") {
    return `It is not a DKIM key record: its version is ${excerpt(version)}.`;
  }
  if (!allows(tags.get("h"), "sha256")) return "Its h= tag does not allow SHA-256.";
  if (!allows(tags.get("s"), "email")) return "Its s= tag does not allow e-mail.";
  return undefined;
}

function allows(list: string | undefined, wanted: string): boolean {
  if (list === undefined) return true;
  const items = list.split(":").map((item) => item.trim().toLowerCase());
  return items.includes(wanted) || items.includes("*");
}

function undoPanelDamage(text: string): string {
  return text.replaceAll('"', " ").replaceAll("\\", "");
}

function fromBase64(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.fromBase64(text);
  } catch {
    return undefined;
  }
}

function refused(fault: string): KeyRecord {
  return { ok: false, fault };
}

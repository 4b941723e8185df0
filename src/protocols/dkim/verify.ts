import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { promisify } from "node:util";
import { type HeaderField, readMessage } from "#protocols/mime/header-fields.ts";
import { relaxedField, simpleBodyHash } from "./canonical.ts";
import { readTagList } from "./tag-list.ts";

/** What one DKIM-Signature field of a message is worth. */
export interface SignatureVerdict {
  /** Empty where the field does not say. */
  readonly domain: string;
  readonly selector: string;
  /** `unchecked`: there is no key to check it with, or it is of a form that is not known here. */
  readonly verdict: "valid" | "invalid" | "unchecked";
  /** Why it is not valid. */
  readonly fault?: string;
}

/** Where the public key is, base64 of DER SubjectPublicKeyInfo; undefined: not to be had. */
export type KeyOf = (domain: string, selector: string) => Promise<string | undefined>;

const mostChecked = 8;
const verifyOnThreadPool = promisify(verify);

/** Checks the signatures of a message (RFC 6376 §6.1) that are made as ours are: rsa-sha256, relaxed/simple. */
export async function signatureVerdicts(message: Uint8Array, keyOf: KeyOf): Promise<SignatureVerdict[]> {
  const reading = readMessage(message);
  if (!reading.ok) return [];
  const signatures = reading.fields.filter(({ name }) => name.toLowerCase() === "dkim-signature");
  return await Promise.all(
    signatures.slice(0, mostChecked).map(async (signature) => await check(signature, reading, keyOf)),
  );
}

async function check(
  signature: HeaderField,
  message: { readonly fields: readonly HeaderField[]; readonly body: Uint8Array },
  keyOf: KeyOf,
): Promise<SignatureVerdict> {
  const list = readTagList(signature.value);
  const tag = (name: string) => (list.ok ? (list.tags.get(name) ?? "").replaceAll(/\s+/g, "") : "");
  const about = { domain: tag("d").toLowerCase(), selector: tag("s") };
  const no = (verdict: "invalid" | "unchecked", fault: string) => ({ ...about, verdict, fault });
  if (!list.ok) return no("invalid", list.fault);
  // RFC 6376 §3.5: a body length leaves the rest of the body unsigned; nothing of ours has one.
  if (tag("a") !== "rsa-sha256" || tag("c") !== "relaxed/simple" || list.tags.has("l")) {
    return no("unchecked", "It is not made as ours are.");
  }
  if (tag("bh") !== (await simpleBodyHash(message.body))) {
    return no("invalid", "The body is not the one that was signed.");
  }
  const key = openKey(await keyOf(about.domain, about.selector));
  if (key === undefined) return no("unchecked", "Its public key is not to be had here.");
  const text = Buffer.from(signedText(signature, message.fields, tag("h").split(":")), "latin1");
  const isGood = await verifyOnThreadPool("sha256", text, key, Buffer.from(tag("b"), "base64"));
  return isGood
    ? { ...about, verdict: "valid" }
    : no("invalid", "The header is not the one that was signed.");
}

/** RFC 6376 §3.7: the named fields, the last of a name first, and the signature's own without its `b=`. */
function signedText(
  signature: HeaderField,
  fields: readonly HeaderField[],
  names: readonly string[],
): string {
  const byName = Map.groupBy(fields, ({ name }) => name.toLowerCase());
  const named = names.flatMap((name) => byName.get(name.toLowerCase())?.pop() ?? []);
  const own = signature.value.replace(/((?:^|;)\s*b\s*=)[^;]*/, "$1");
  return [
    ...named.map(({ name, value }) => relaxedField(name, value)),
    relaxedField(signature.name, own),
  ].join("\r\n");
}

function openKey(base64: string | undefined): KeyObject | undefined {
  if (base64 === undefined) return undefined;
  return createPublicKey({ key: Buffer.from(base64, "base64"), format: "der", type: "spki" });
}

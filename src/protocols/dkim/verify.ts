import { createPublicKey, hash, type KeyObject, verify } from "node:crypto";
import { promisify } from "node:util";
import { sha256 } from "#protocols/digest/sha256.ts";
import { isAtOrBelow, normalizeName } from "#protocols/dns/name.ts";
import { type HeaderField, readMessage } from "#protocols/mime/header-fields.ts";
import { relaxedBody, relaxedField, simpleBody } from "./canonical.ts";
import { readTagList } from "./tag-list.ts";

/** What one DKIM-Signature field of a message is worth. */
export interface SignatureVerdict {
  /** Empty where the field does not say. */
  readonly domain: string;
  readonly selector: string;
  /** `unchecked`: its key could not be had, or it is of a form that is not known here. */
  readonly verdict: "valid" | "invalid" | "unchecked";
  /** Why it is not valid. */
  readonly fault?: string;
  /** What it does not vouch for although it is valid. */
  readonly caution?: string;
  /** Where the key came from, where there was one. */
  readonly key?: SigningKey["from"];
}

export interface SigningKey {
  readonly type: "rsa" | "ed25519";
  /** RSA: DER SubjectPublicKeyInfo. Ed25519: the 32 bytes. */
  readonly publicKey: Uint8Array;
  readonly from: "kept" | "dns";
}

/** `isFinal`: there is no key, and not only none to be had now. */
export interface NoKey {
  readonly fault: string;
  readonly isFinal: boolean;
}

/** Where the public key is. */
export type KeyOf = (domain: string, selector: string) => Promise<SigningKey | NoKey>;

const mostChecked = 8;
const verifyOnThreadPool = promisify(verify);
const keyTypes: Readonly<Record<string, SigningKey["type"]>> = {
  "rsa-sha256": "rsa",
  "ed25519-sha256": "ed25519",
};
type Form = "simple" | "relaxed";

/** Checks the signatures of a message (RFC 6376 §6.1, RFC 8463), the first of them, as they are worth at a time. */
export async function signatureVerdicts(
  message: Uint8Array,
  keyOf: KeyOf,
  nowMs: number,
): Promise<SignatureVerdict[]> {
  const reading = readMessage(message);
  if (!reading.ok) return [];
  const signatures = reading.fields.filter(({ name }) => name.toLowerCase() === "dkim-signature");
  return await Promise.all(
    signatures
      .slice(0, mostChecked)
      .map(async (signature) => await check(signature, { ...reading, nowMs }, keyOf)),
  );
}

async function check(
  signature: HeaderField,
  message: { readonly fields: readonly HeaderField[]; readonly body: Uint8Array; readonly nowMs: number },
  keyOf: KeyOf,
): Promise<SignatureVerdict> {
  const list = readTagList(signature.value);
  const tag = (name: string) => (list.ok ? (list.tags.get(name) ?? "").replaceAll(/\s+/g, "") : "");
  const about = { domain: tag("d").toLowerCase(), selector: tag("s") };
  const no = (verdict: "invalid" | "unchecked", fault: string) => ({ ...about, verdict, fault });
  if (!list.ok) return no("invalid", list.fault);
  const forms = readForms(tag("c"));
  const keyType = keyTypes[tag("a")];
  if (forms === undefined || keyType === undefined) {
    return no("unchecked", "It is of a form that is not checked here.");
  }
  const names = tag("h").toLowerCase().split(":");
  const fault = faultOfTags(tag, names) ?? faultOfTimes(tag, message.nowMs);
  if (fault !== undefined) return no("invalid", fault);
  const body = forms.body === "simple" ? simpleBody(message.body) : relaxedBody(message.body);
  const signedLength = tag("l") === "" ? body.length : readDigits(tag("l"));
  if (signedLength === undefined) return no("invalid", "Its l= is not a number of bytes.");
  if (signedLength > body.length) return no("invalid", "The body is shorter than what was signed of it.");
  if (tag("bh") !== (await sha256(body.subarray(0, signedLength)))) {
    return no("invalid", "The body is not the one that was signed.");
  }
  const key = await keyOf(about.domain, about.selector);
  if ("fault" in key) return no(key.isFinal ? "invalid" : "unchecked", key.fault);
  if (key.type !== keyType) return { ...no("invalid", "Its key is of another kind."), key: key.from };
  const text = Buffer.from(signedText(signature, message.fields, names, forms.header), "latin1");
  return (await isSignedWith(key, text, Buffer.from(tag("b"), "base64")))
    ? { ...about, verdict: "valid", key: key.from, ...cautionOf(signedLength, body.length) }
    : { ...no("invalid", "The header is not the one that was signed."), key: key.from };
}

/** What makes it none before anything of it is computed (RFC 6376 §6.1.1). `names`: of the fields that it signs. */
function faultOfTags(tag: (name: string) => string, names: readonly string[]): string | undefined {
  if (tag("v") !== "1") return "Its version is not 1.";
  if (!names.includes("from")) return "It does not sign the field From.";
  const signedFor = normalizeName(tag("i").slice(tag("i").lastIndexOf("@") + 1));
  if (signedFor === "" || isAtOrBelow(signedFor, normalizeName(tag("d")))) return undefined;
  return "Its i= is not of its domain.";
}

/** `x=`: until when it is good, at a time after `t=` (RFC 6376 §3.5). */
function faultOfTimes(tag: (name: string) => string, nowMs: number): string | undefined {
  if (tag("x") === "") return undefined;
  const expiry = readDigits(tag("x"));
  const signedAt = readDigits(tag("t"));
  if (expiry === undefined) return "Its x= is not a time.";
  if (signedAt !== undefined && expiry <= signedAt) return "It was good until before it was made.";
  if (expiry * 1_000 >= nowMs) return undefined;
  return `It has expired: it was good until ${new Date(expiry * 1_000).toISOString()}.`;
}

/** RFC 6376 §8.2: what is beyond `l=` may have been added by anybody, and be all that is shown. */
function cautionOf(signedLength: number, length: number): Pick<SignatureVerdict, "caution"> {
  if (signedLength === length) return {};
  return {
    caution: `It covers ${signedLength} of the ${length} bytes of the body: anybody may have added the rest.`,
  };
}

/** A number that a date can be made of. */
function readDigits(text: string): number | undefined {
  return /^\d{1,12}$/.test(text) ? Number(text) : undefined;
}

/** `c=`: the forms of the header and of the body, each `simple` unless said (RFC 6376 §3.5). */
function readForms(tag: string): { readonly header: Form; readonly body: Form } | undefined {
  const [header = "", body = "simple"] = (tag || "simple").toLowerCase().split("/");
  return isForm(header) && isForm(body) ? { header, body } : undefined;
}

function isForm(text: string): text is Form {
  return text === "simple" || text === "relaxed";
}

/** RFC 6376 §3.7: the named fields, the last of a name first, and the signature's own without its `b=`. */
function signedText(
  signature: HeaderField,
  fields: readonly HeaderField[],
  names: readonly string[],
  form: Form,
): string {
  const byName = Map.groupBy(fields, ({ name }) => name.toLowerCase());
  const named = names.flatMap((name) => byName.get(name)?.pop() ?? []);
  const own = signature.value.replace(/((?:^|;)\s*b\s*=)[^;]*/, "$1");
  const write = ({ name, value }: HeaderField) =>
    form === "relaxed" ? relaxedField(name, value) : `${name}:${value}`;
  return [...named, { name: signature.name, value: own }].map(write).join("\r\n");
}

async function isSignedWith(key: SigningKey, text: Uint8Array, signature: Uint8Array): Promise<boolean> {
  if (key.type === "rsa") return await verifyOnThreadPool("sha256", text, openRsa(key), signature);
  // RFC 8463 §3: it is the hash that is signed.
  return await verifyOnThreadPool(null, hash("sha256", text, "buffer"), openEd25519(key), signature);
}

function openRsa({ publicKey }: SigningKey): KeyObject {
  return createPublicKey({ key: Buffer.from(publicKey), format: "der", type: "spki" });
}

function openEd25519({ publicKey }: SigningKey): KeyObject {
  const x = Buffer.from(publicKey).toString("base64url");
  return createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
}

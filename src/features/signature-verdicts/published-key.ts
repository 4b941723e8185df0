import { looksLikeKey } from "#features/dns-evidence/index.ts";
import { readKeyRecord } from "#protocols/dkim/record.ts";
import type { NoKey, SigningKey } from "#protocols/dkim/verify.ts";

/** What the DNS has at a name, aliases followed; undefined where nobody could be asked in time. */
export type Look = (name: string) => Promise<readonly string[] | undefined>;

const hostName = /^(?=.{1,253}$)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*$/i;

/** The key that a signature's domain has published under its selector (RFC 6376 §3.6.2). */
export async function publishedKey(
  domain: string,
  selector: string,
  look: Look,
): Promise<SigningKey | NoKey> {
  const name = `${selector}._domainkey.${domain}`.toLowerCase();
  if (!hostName.test(name)) return none("Its domain and selector name no place for a key.");
  const texts = await look(name);
  if (texts === undefined) {
    return { fault: `Its public key, at ${name}, could not be looked up.`, isFinal: false };
  }
  const [text, ...others] = texts.filter(looksLikeKey);
  if (text === undefined) return none(`There is no public key at ${name}.`);
  if (others.length > 0) return none(`There are several keys at ${name}, which is as good as none.`);
  const record = readKeyRecord(text);
  if (!record.ok) return none(`The key at ${name} is of no use. ${record.fault}`);
  if (record.revoked) return none(`The key at ${name} was withdrawn by its owner.`);
  return { type: record.keyType, publicKey: record.publicKey, from: "dns" };
}

function none(fault: string): NoKey {
  return { fault, isFinal: true };
}

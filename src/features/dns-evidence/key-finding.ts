import { readKeyRecord, writeKeyRecord } from "#protocols/dkim/record.ts";
import type { Reply } from "#protocols/dns/client/read-reply.ts";

/** What the TXT records at a name say about a key that ought to be there. */
export type KeyFinding =
  /** `besides`: texts at the same name that are no keys. */
  | { readonly kind: "matches"; readonly besides: readonly string[] }
  | { readonly kind: "missing" }
  | { readonly kind: "differs"; readonly text: string }
  | { readonly kind: "revoked"; readonly text: string }
  | { readonly kind: "unreadable"; readonly text: string; readonly fault: string }
  /** RFC 6376 §3.6.2.2: more than one key record is as good as none. */
  | { readonly kind: "several"; readonly texts: readonly string[] };

/**
 * The TXT records that `name` itself has in a reply, each with its strings joined (RFC 6376 §3.6.2.2). Sorted, for the order of records
 * means nothing, and turns from one answer to the next.
 */
export function textsAt(reply: Reply, name: string): string[] {
  const texts = reply.answers.flatMap((record) =>
    record.type === "TXT" && record.name === name ? [Buffer.concat(record.strings).toString("utf8")] : [],
  );
  return texts.sort();
}

/** Compares parsed keys by their bytes; quotes, order, white space and lost semicolons do not matter. */
export function compareKeys(texts: readonly string[], publicKeys: readonly string[]): KeyFinding {
  const candidates = texts.filter(looksLikeKey);
  const [text] = candidates.length > 0 ? candidates : texts;
  if (text === undefined) return { kind: "missing" };
  if (candidates.length > 1) return { kind: "several", texts: candidates };
  const besides = texts.filter((one) => one !== text);
  // Published to the letter, as most are: no need to take the key apart, which costs as much as ten questions.
  if (publicKeys.some((key) => text === writeKeyRecord(key) || text === `p=${key}`))
    return { kind: "matches", besides };
  const record = readKeyRecord(text);
  if (!record.ok) return { kind: "unreadable", text, fault: record.fault };
  if (record.revoked) return { kind: "revoked", text };
  const key = Buffer.from(record.publicKey);
  const matches = publicKeys.some((one) => key.equals(Buffer.from(one, "base64")));
  return matches ? { kind: "matches", besides } : { kind: "differs", text };
}

/**
 * Whether it means to be a DKIM key record, however damaged. What begins with another version, as DMARC's and SPF's records do, is to be
 * discarded (RFC 6376 §3.6.1), though it has a p= tag.
 */
export function looksLikeKey(text: string): boolean {
  const [, version] = /^[\s"]*v\s*=\s*([a-z]*)/i.exec(text) ?? [];
  if (version !== undefined && !/^dk/i.test(version)) return false;
  return /v\s*=\s*DKIM1|(?:^|[;"\s])p\s*=/i.test(text);
}

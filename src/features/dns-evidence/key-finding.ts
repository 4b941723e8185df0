import { readKeyRecord, writeKeyRecord } from "#protocols/dkim/record.ts";
import type { Reply } from "#protocols/dns/client/read-reply.ts";

/** What the TXT records at a name say about a key that ought to be there. */
export type KeyFinding =
  | { readonly kind: "matches" }
  | { readonly kind: "missing" }
  | { readonly kind: "differs"; readonly text: string }
  | { readonly kind: "revoked"; readonly text: string }
  | { readonly kind: "unreadable"; readonly text: string; readonly fault: string }
  /** RFC 6376 §3.6.2.2: more than one key record is as good as none. */
  | { readonly kind: "several"; readonly texts: readonly string[] };

/** The TXT records that `name` itself has in a reply, each with its strings joined (RFC 6376 §3.6.2.2). */
export function textsAt(reply: Reply, name: string): string[] {
  return reply.answers.flatMap((record) =>
    record.type === "TXT" && record.name === name ? [Buffer.concat(record.strings).toString("utf8")] : [],
  );
}

/** Compares parsed keys by their bytes; quotes, order, white space and lost semicolons do not matter. */
export function compareKeys(texts: readonly string[], publicKeys: readonly string[]): KeyFinding {
  const candidates = texts.filter(looksLikeKey);
  const [text] = candidates.length > 0 ? candidates : texts;
  if (text === undefined) return { kind: "missing" };
  if (candidates.length > 1) return { kind: "several", texts: candidates };
  // Published to the letter, as most are: no need to take the key apart, which costs as much as ten questions.
  if (publicKeys.some((key) => text === writeKeyRecord(key) || text === `p=${key}`))
    return { kind: "matches" };
  const record = readKeyRecord(text);
  if (!record.ok) return { kind: "unreadable", text, fault: record.fault };
  if (record.revoked) return { kind: "revoked", text };
  const key = Buffer.from(record.publicKey);
  const matches = publicKeys.some((one) => key.equals(Buffer.from(one, "base64")));
  return matches ? { kind: "matches" } : { kind: "differs", text };
}

/** Whether it means to be a DKIM key record, however damaged. Other TXT records at the name are not counted. */
export function looksLikeKey(text: string): boolean {
  return /v\s*=\s*DKIM1|(?:^|[;"\s])p\s*=/i.test(text);
}

// DNS blocklists (RFC 5782): the names that they are asked by, and what their answers mean.
import ipaddr from "ipaddr.js";
import type { Looked } from "./client/lookup.ts";

/** What a list says of one address. */
export type BlocklistAnswer =
  | { readonly kind: "listed" | "clear" }
  /** No answer to go by: a list that is silent, refuses or is broken says nothing about the address. */
  | { readonly kind: "unknown"; readonly reason: string };

/** RFC 5782 §2.1, §2.4: the octets, or for IPv6 the nibbles, in reverse order. */
export function blocklistName(address: string, zone: string): string {
  const parsed = ipaddr.parse(address);
  const bytes = Buffer.from(parsed.toByteArray());
  const parts = parsed.kind() === "ipv4" ? [...bytes].map(String) : bytes.toString("hex").split("");
  return `${parts.reverse().join(".")}.${zone}`;
}

/**
 * RFC 5782 §5: a list in working order has one of the first and never has the second. One of IPv4 alone has no entry of IPv6, and is
 * right to deny every such address.
 */
export function testEntries(address: string): { readonly listed: readonly string[]; readonly never: string } {
  return address.includes(":")
    ? { listed: ["::ffff:7f00:2", "127.0.0.2"], never: "::ffff:7f00:1" }
    : { listed: ["127.0.0.2"], never: "127.0.0.1" };
}

/** RFC 5782 §2.1: every entry has an A record in 127.0.0.0/8, and what is not there is not listed. */
export function readBlocklistAnswer(looked: Looked): BlocklistAnswer {
  if (looked.kind === "failed") return { kind: "unknown", reason: looked.reason };
  if (looked.kind !== "records") return { kind: "clear" };
  const values = looked.records.flatMap((record) => (record.type === "A" ? [record.address] : []));
  // Not in the RFC: this is how the large lists refuse whoever asks too much, through a public resolver, or without a key.
  const refusal = values.find((value) => value.startsWith("127.255.255.") || value === "127.0.0.1");
  if (refusal !== undefined) return { kind: "unknown", reason: `it refuses to answer (${refusal})` };
  const stray = values.find((value) => !value.startsWith("127."));
  if (stray !== undefined) return { kind: "unknown", reason: `it answers ${stray}, which no blocklist does` };
  return { kind: values.length > 0 ? "listed" : "clear" };
}

/** The words that come with an entry (RFC 5782 §2.1), as one line. They are a stranger's, and as long as an answer can be. */
export function blocklistText(looked: Looked): string | undefined {
  if (looked.kind !== "records") return undefined;
  const texts = looked.records.flatMap((record) =>
    record.type === "TXT" ? [Buffer.concat(record.strings).toString()] : [],
  );
  const text = texts
    .join(" ")
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .trim();
  return text === "" ? undefined : text;
}

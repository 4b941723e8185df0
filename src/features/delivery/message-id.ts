import { hash } from "node:crypto";
import type { Random } from "#platform/random.ts";

/** What SES's ids begin with, where it has been seen. */
const regionPrefixes: Readonly<Record<string, string>> = { "us-east-1": "0100", "eu-central-1": "0107" };

/**
 * The MessageId of SES's form, `0100019a0b1c2d3e-<UUID>-000000`: 4 hexadecimal digits for the region, 12 for the time in
 * milliseconds, a UUIDv4 (RFC 9562 §5.4). Sorts by time within a region.
 */
export function newMessageId(region: string, now: number, random: Random): string {
  const time = now.toString(16).padStart(12, "0");
  const hex = Buffer.from(random.bytes(16)).toString("hex");
  const variant = "89ab"[Number.parseInt(hex.charAt(16), 16) & 3];
  const uuid = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
  return `${prefixOf(region)}${time}-${uuid}-000000`;
}

/** What an id of that moment sorts after, and one of any earlier moment before. */
export function firstMessageIdAt(region: string, at: number): string {
  const latest = 0xffff_ffff_ffff;
  return `${prefixOf(region)}${Math.min(Math.max(at, 0), latest).toString(16).padStart(12, "0")}`;
}

const known = new Map<string, string>();

function prefixOf(region: string): string {
  let prefix = regionPrefixes[region] ?? known.get(region);
  if (prefix === undefined) {
    prefix = `01${hash("sha256", region, "hex").slice(0, 2)}`;
    if (known.size < 1_000) known.set(region, prefix);
  }
  return prefix;
}

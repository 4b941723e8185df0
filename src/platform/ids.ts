import type { Random } from "./random.ts";

/** A UUIDv7 (RFC 9562 §5.7) behind a prefix that says what it names: `idn_0190…`. Sorts by time of creation. */
export function newId(prefix: string, now: number, random: Random): string {
  const bytes = random.bytes(10);
  const hex = Buffer.from(bytes).toString("hex");
  const time = now.toString(16).padStart(12, "0");
  const variant = "89ab"[(bytes[2] ?? 0) & 3];
  return `${prefix}_${time.slice(0, 8)}-${time.slice(8)}-7${hex.slice(0, 3)}-${variant}${hex.slice(5, 8)}-${hex.slice(8)}`;
}

/** The least that `newId` may give at a time. */
export function leastIdAt(prefix: string, at: number): string {
  const time = at.toString(16).padStart(12, "0");
  return `${prefix}_${time.slice(0, 8)}-${time.slice(8)}`;
}

/** The least name of an event, or of the telling of one, at a time (`features/events/event-ids.ts`). */
export function leastEventIdAt(prefix: string, at: number): string {
  return `${prefix}_${at.toString(16).padStart(12, "0")}`;
}

/** When a name was given (ms): what it begins with. */
export function timeOfId(id: string): number {
  const time = id
    .slice(id.indexOf("_") + 1)
    .replace("-", "")
    .slice(0, 12);
  return Number.parseInt(time, 16);
}

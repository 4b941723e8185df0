import { firstMessageIdAt } from "#features/delivery/index.ts";
import { leastEventIdAt, leastIdAt } from "#platform/ids.ts";

/** What grows with every message. */
export interface KeptTable {
  readonly name: KeptTableName;
  /** The column that its partitions go by. */
  readonly by: "id" | "message_id";
  /** The least id of a moment; those of messages begin with their region's own digits. */
  readonly idAt: (at: number, region: string) => string;
  readonly isByRegion: boolean;
  /** Its rows are work: while one is queued, it stays. */
  readonly isQueue: boolean;
  /** More than one index may serve the same question: it takes statistics to see which does. */
  readonly hasRivals: boolean;
  /** What is needed to do work that is queued, in these tables. */
  readonly neededBy: readonly ("deliveries" | "event_publications")[];
}

export type KeptTableName =
  | "messages"
  | "deliveries"
  | "delivery_attempts"
  | "message_events"
  | "event_publications"
  | "feedback_reports"
  | "inbox";

export const keptTables: readonly KeptTable[] = [
  queue("deliveries", uuidAt("dlv")),
  queue("event_publications", eventIdAt("pub")),
  ofOwnId("delivery_attempts", uuidAt("att")),
  { ...ofOwnId("message_events", eventIdAt("evt")), hasRivals: true, neededBy: ["event_publications"] },
  ofOwnId("inbox", uuidAt("inb")),
  { ...ofMessageId("messages", "id"), neededBy: ["deliveries", "event_publications"] },
  ofMessageId("feedback_reports", "message_id"),
];

type IdAt = (at: number) => string;

function ofOwnId(name: KeptTableName, idAt: IdAt): KeptTable {
  return { name, by: "id", idAt, isByRegion: false, isQueue: false, hasRivals: false, neededBy: [] };
}

function queue(name: KeptTableName, idAt: IdAt): KeptTable {
  return { ...ofOwnId(name, idAt), isQueue: true, hasRivals: true };
}

function ofMessageId(name: KeptTableName, by: "id" | "message_id"): KeptTable {
  const idAt = (at: number, region: string) => firstMessageIdAt(region, at);
  return { name, by, idAt, isByRegion: true, isQueue: false, hasRivals: false, neededBy: [] };
}

function uuidAt(prefix: string): IdAt {
  return (at) => leastIdAt(prefix, at);
}

function eventIdAt(prefix: string): IdAt {
  return (at) => leastEventIdAt(prefix, at);
}

import type { VerificationStatus } from "#features/identities/index.ts";
import {
  type LiveChange,
  type LiveChanges,
  type LiveTopic,
  liveTopics,
} from "#features/live-changes/index.ts";
import type { Clock } from "#platform/clock.ts";
import { badMember } from "#platform/errors.ts";
import { EventStream, type SentEvent } from "#servers/api/event-stream.ts";
import type { PlainRequest, PlainRoute } from "#servers/api/plain-routes.ts";
import { statusOnWire } from "#servers/api/verification-status.ts";
import { inboxMessageToWire } from "./inbox.ts";

interface Parts {
  readonly liveChanges: LiveChanges;
  readonly clock: Clock;
}

/** What comes about, as it comes about. */
export function streamRoutes(parts: Parts): PlainRoute[] {
  return [
    { method: "GET", path: "/signet/v1/stream", handle: async (request) => await open(parts, request) },
  ];
}

async function open({ liveChanges, clock }: Parts, { caller, query }: PlainRequest): Promise<EventStream> {
  const topics = readTopics(query);
  const end = new AbortController();
  const events = toEvents(topics, liveChanges.watch(caller.owner, topics, end.signal));
  // Begun before it is answered, so that a refusal has a status, and that it ends what it watches even where nobody reads.
  await events.next();
  return new EventStream(events, { clock, end });
}

async function* toEvents(
  topics: readonly LiveTopic[],
  changes: AsyncGenerator<readonly LiveChange[]>,
): AsyncGenerator<readonly SentEvent[]> {
  try {
    await changes.next();
    yield [];
    yield [{ event: "ready", data: { topics } }];
    for await (const batch of changes) yield batch.map(toEvent);
  } finally {
    await changes.return(undefined);
  }
}

function toEvent(change: LiveChange): SentEvent {
  switch (change.topic) {
    case "identities": {
      const { identity: name, subject, verdict, checkedAt } = change.seen;
      // A check is kept with the status that it made.
      const status = statusOnWire(verdict as VerificationStatus);
      return { event: "identity", data: { name, subject, status, checked_at: iso(checkedAt) } };
    }
    case "inbox":
      return { event: "inbox", data: inboxMessageToWire(change.message) };
    case "messages": {
      const { messageId, type, at } = change.event;
      return { event: "message", data: { id: messageId, type, at: iso(at) } };
    }
    case "flood":
      return { event: "flood", data: { topic: change.of } };
  }
}

function readTopics(query: URLSearchParams): readonly LiveTopic[] {
  const asked = query.get("topics")?.split(",") ?? liveTopics;
  const known = liveTopics.filter((topic) => asked.includes(topic));
  if (known.length > 0 && known.length === new Set(asked).size) return known;
  throw badMember("topics", `must be some of ${liveTopics.join(",")}`);
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

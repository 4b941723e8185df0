import type { Backlog } from "#platform/backlog.ts";
import type { Change } from "#platform/change.ts";
import { type Clock, dayMs, minuteMs, secondMs } from "#platform/clock.ts";
import { CallerError } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";
import type { Random } from "#platform/random.ts";
import { shortened } from "#protocols/mime/shortened.ts";
import { EventIds } from "./event-ids.ts";
import { FairClaims } from "./fair-claims.ts";
import {
  type EventSubject,
  type EventType,
  eventTypes,
  type KeptEvent,
  type MessageEvent,
  type PublicationTarget,
} from "./message-event.ts";
import type {
  ClaimedPublication,
  Publication,
  PublicationState,
  PublicationStore,
} from "./publications-store.ts";
import type { EventStore, LatestEvent, MessageOutcome } from "./store.ts";

/** Who wants to be told of what. */
export interface Audiences {
  /** Of an event of this type, of a message with this configuration set; as it was a second ago at most. */
  targetsOf(
    owner: Owner,
    configurationSet: string | undefined,
    type: EventType,
  ): Promise<readonly PublicationTarget[]>;
}

/** Longer than telling somebody may take. */
const leaseMs = minuteMs;
const toldWithinMs = dayMs;
const waits = [1, 10, 60, 5 * 60, 20 * 60].map((seconds) => seconds * secondMs);
const lastWait = 60 * minuteMs;
const longestAnswer = 1_000;

/** Wakes whoever publishes. */
const isDue: Change = { topic: "publications" };
/** Tells whoever is watching. */
const hasCome: Change = { topic: "events" };

/** What becomes of messages: kept with each, and told to whoever asked to be told. */
export class Events {
  readonly #store: EventStore;
  readonly #publications: PublicationStore;
  readonly #claims: FairClaims;
  readonly #audiences: Audiences;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #ids: EventIds;

  constructor(parts: {
    store: EventStore;
    publications: PublicationStore;
    audiences: Audiences;
    clock: Clock;
    random: Random;
  }) {
    this.#store = parts.store;
    this.#publications = parts.publications;
    this.#claims = new FairClaims(parts.publications);
    this.#audiences = parts.audiences;
    this.#clock = parts.clock;
    this.#random = parts.random;
    this.#ids = new EventIds(parts.random);
  }

  /** Keeps events with their message, and queues them for who is to be told. */
  async changesToRaise(of: EventSubject, events: readonly MessageEvent[]): Promise<readonly Change[]> {
    const changes: Change[] = [];
    for (const event of events) {
      const kept = {
        ...event,
        id: this.#ids.next("evt", event.at),
        configurationSet: of.configurationSet,
      };
      changes.push(this.#store.insert(of, kept));
      for (const target of await this.#audiences.targetsOf(of.owner, of.configurationSet, event.type)) {
        changes.push(this.#publication(of, kept, target), isDue);
      }
    }
    return changes.length === 0 ? changes : [...changes, hasCome];
  }

  /** What happens after a message was sent; `others` are what is to be on disk with it. */
  async raise(of: EventSubject, event: MessageEvent, others: readonly Change[] = []): Promise<void> {
    await this.#store.write([...others, ...(await this.changesToRaise(of, [event]))]);
  }

  /** Whether anybody would be told of events of this type; without a type, of any. */
  async isPublished(owner: Owner, configurationSet: string | undefined, type?: EventType): Promise<boolean> {
    for (const one of type === undefined ? eventTypes : [type]) {
      if ((await this.#audiences.targetsOf(owner, configurationSet, one)).length > 0) return true;
    }
    return false;
  }

  async ofMessage(owner: Owner, messageId: string): Promise<KeptEvent[]> {
    return await this.#store.ofMessage(owner, messageId);
  }

  /** Which types of event messages have had, by the message's id, the latest first. */
  async typesOf(
    owner: Owner,
    messageIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly EventType[]>> {
    return await this.#store.typesOf(owner, messageIds);
  }

  /** What became of messages, by the message's id. */
  async outcomesOf(
    owner: Owner,
    messageIds: readonly string[],
  ): Promise<ReadonlyMap<string, MessageOutcome>> {
    return await this.#store.outcomesOf(owner, messageIds);
  }

  /** What came about lately, the newest first. */
  async latest(owner: Owner, limit: number): Promise<LatestEvent[]> {
    return await this.#store.latest(owner, limit);
  }

  async find({ owner, messageId, eventId }: ClaimedPublication): Promise<KeptEvent | undefined> {
    return await this.#store.find(owner, messageId, eventId);
  }

  async claimDue(limit: number): Promise<ClaimedPublication[]> {
    const now = this.#clock.now();
    return await this.#claims.claimDue({ now, leaseUntil: now + leaseMs, limit });
  }

  /** For a process that has the database to itself: whoever had claimed something is gone. */
  async releaseAll(): Promise<void> {
    const now = this.#clock.now();
    await this.#publications.releaseAll({ now, leaseUntil: now + leaseMs });
  }

  async nextDueAt(): Promise<number | undefined> {
    return await this.#publications.nextDueAt(this.#clock.now());
  }

  /** How much is to be told, and since when. */
  async backlog(): Promise<Backlog> {
    return await this.#publications.backlog(this.#clock.now());
  }

  /** Ends a claim with what the target said; answers what became of it. Throws `LeaseLost`. */
  async record(
    claim: ClaimedPublication,
    outcome: { readonly told: boolean; readonly answer: string },
  ): Promise<PublicationState["is"]> {
    const state = this.#stateAfter(claim, outcome.told);
    await this.#publications.end(claim, state, shortened(outcome.answer, longestAnswer));
    return state.is;
  }

  /** Ends a claim that did nothing; it is due again then. */
  async putOff(claim: ClaimedPublication, dueAt: number, why: string): Promise<void> {
    await this.#publications.end(claim, { is: "queued", dueAt }, why, { isAttempt: false });
  }

  /** Ends a claim that did nothing, for good. Throws `LeaseLost`. */
  async giveUp(claim: ClaimedPublication, why: string): Promise<void> {
    await this.#publications.end(claim, { is: "failed" }, why, { isAttempt: false });
  }

  /** What a target was told lately, the latest first. */
  async publicationsTo(owner: Owner, target: string): Promise<Publication[]> {
    return await this.#publications.ofTarget(owner, target, 100);
  }

  /** Tells a target once more what it was told before, or was not. Answers the new publication's id. Throws `not-found`. */
  async tellAgain(owner: Owner, target: string, id: string): Promise<string> {
    const publication = await this.#publications.find(owner, target, id);
    if (publication?.event === undefined) {
      throw new CallerError("not-found", `There is no event to be told again under ${id}.`);
    }
    const now = this.#clock.now();
    const again = {
      id: this.#ids.next("pub", now),
      target: publication.target,
      messageId: publication.messageId,
      eventId: publication.eventId,
      dueAt: now,
      expiresAt: now + toldWithinMs,
    };
    await this.#store.write([this.#publications.insert(owner, again), isDue]);
    return again.id;
  }

  #stateAfter({ attempts, expiresAt }: ClaimedPublication, told: boolean): PublicationState {
    if (told) return { is: "published" };
    const now = this.#clock.now();
    if (now >= expiresAt) return { is: "failed" };
    const [byte = 0] = this.#random.bytes(1);
    const wait = (waits[attempts - 1] ?? lastWait) * (0.8 + (0.4 * byte) / 255);
    return { is: "queued", dueAt: Math.min(now + Math.round(wait), expiresAt) };
  }

  #publication({ owner, messageId }: EventSubject, event: KeptEvent, target: PublicationTarget): Change {
    const now = this.#clock.now();
    return this.#publications.insert(owner, {
      id: this.#ids.next("pub", event.at),
      target,
      messageId,
      eventId: event.id,
      dueAt: now,
      expiresAt: now + toldWithinMs,
    });
  }
}

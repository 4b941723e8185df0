import type { Backlog } from "#platform/backlog.ts";
import type { Change } from "#platform/change.ts";
import { type Clock, minuteMs } from "#platform/clock.ts";
import { HandOff } from "#platform/hand-off.ts";
import { newId } from "#platform/ids.ts";
import type { Owner } from "#platform/owner.ts";
import type { Random } from "#platform/random.ts";
import { type Aftermath, type EndedAttempt, Overtaken } from "./aftermath.ts";
import { AtHand } from "./at-hand.ts";
import type { AttemptStore } from "./attempts-store.ts";
import type { Attempt, ClaimedDelivery, Delivery, NewMessage, StoredMessage } from "./delivery.ts";
import type { MessageStore } from "./messages-store.ts";
import { outcomeOf, partsAfter } from "./outcome.ts";
import type { QueueStore } from "./queue-store.ts";
import { nextTryAt } from "./retry-schedule.ts";
import type { NotNow, TransportReport } from "./transport.ts";

/** What a process that died had claimed is given back after this; whoever is alive renews the lease. */
export const leaseMs = 2 * minuteMs;

/** What is larger is read when its turn has come: many at once would fill the memory. */
const mostBytesInMemory = 64 * 1024;

/** Wakes whoever delivers. */
const isDue: Change = { topic: "deliveries" };

/** The durable queue: what was accepted is delivered, or it is known why not. */
export class Deliveries {
  /** To who delivers in this process. */
  readonly handOff = new HandOff<ClaimedDelivery>();
  readonly #atHand: AtHand;
  readonly #queue: QueueStore;
  readonly #messages: MessageStore;
  readonly #attempts: AttemptStore;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #aftermath: Aftermath;

  constructor(parts: {
    queue: QueueStore;
    messages: MessageStore;
    attempts: AttemptStore;
    clock: Clock;
    random: Random;
    aftermath: Aftermath;
  }) {
    this.#queue = parts.queue;
    this.#messages = parts.messages;
    this.#attempts = parts.attempts;
    this.#clock = parts.clock;
    this.#atHand = new AtHand(parts.clock);
    this.#random = parts.random;
    this.#aftermath = parts.aftermath;
  }

  /** Keeps the message and queues it, once for each domain it goes to. */
  changesToEnqueue(message: NewMessage): Change[] {
    const now = this.#clock.now();
    const queued = this.#partsOf(message, now).map((part) => this.#queue.insert(toQueued(part, now)));
    return [this.#messages.insert(message, now), ...queued, ...(queued.length > 0 ? [isDue] : [])];
  }

  /**
   * Keeps and queues a message, and whatever else is to be on disk with it, in one commit. What a worker of this process has room for
   * goes straight to it, claimed in the same commit; what has to wait is kept at hand. Neither need be read back.
   */
  async enqueue(message: NewMessage, alongside: readonly Change[]): Promise<void> {
    const now = this.#clock.now();
    const kept = { ...message, createdAt: now };
    using places = new DisposableStack();
    const onceOnDisk: (() => void)[] = [];
    const changes = this.#partsOf(message, now).flatMap((part) => {
      const isSmall = part.sizeBytes <= mostBytesInMemory;
      const place = isSmall ? this.handOff.place() : undefined;
      if (place === undefined) {
        if (isSmall && this.handOff.isServed) onceOnDisk.push(() => this.#atHand.put(part.id, kept));
        return [this.#queue.insert(toQueued(part, now)), isDue];
      }
      places.use(place);
      const claim = toClaimed(part, kept);
      onceOnDisk.push(() => place.begin(claim));
      return [this.#queue.insertClaimed(claim, now + leaseMs)];
    });
    await this.#queue.write([this.#messages.insert(message, now), ...changes, ...alongside]);
    for (const go of onceOnDisk) go();
  }

  async claimDue(limit: number): Promise<ClaimedDelivery[]> {
    const now = this.#clock.now();
    const claims = await this.#queue.claimDue({ now, leaseUntil: now + leaseMs, limit });
    return claims.map((claim) => {
      const message = this.#atHand.take(claim.id);
      return message === undefined ? claim : { ...claim, message };
    });
  }

  async nextDueAt(): Promise<number | undefined> {
    return await this.#queue.nextDueAt(this.#clock.now());
  }

  /** How much is to be done, and since when. */
  async backlog(): Promise<Backlog> {
    return await this.#queue.backlog(this.#clock.now());
  }

  async message({
    owner,
    messageId,
    message,
  }: Pick<ClaimedDelivery, "owner" | "messageId" | "message">): Promise<StoredMessage | undefined> {
    return message ?? (await this.#messages.find(owner, messageId));
  }

  /** Notes that the final dot is about to go out. Throws `LeaseLost` when it must not. */
  async enterFinalDot(claim: ClaimedDelivery): Promise<void> {
    await this.#queue.write([this.#queue.enterFinalDot(claim)]);
  }

  /** Keeps a claim for longer. Throws `LeaseLost`. */
  async renew(claim: ClaimedDelivery): Promise<void> {
    await this.#queue.write([this.#queue.renew(claim, this.#clock.now() + leaseMs)]);
  }

  /** Ends a claim that did nothing; from `until` on, or at once, another may take the delivery. Throws `LeaseLost`. */
  async handBack(
    claim: ClaimedDelivery,
    { until = this.#clock.now(), site }: Partial<Pick<NotNow, "until" | "site">> = {},
  ): Promise<void> {
    // As its time ends it is looked at again; what is put off even then is not put off to a time that has passed.
    const dueAt = claim.expiresAt > this.#clock.now() ? Math.min(until, claim.expiresAt) : until;
    await this.#queue.write([this.#queue.handBack(claim, { dueAt, site })]);
  }

  /** Takes back every claim, where whoever made one is known to be gone. */
  async releaseAll(): Promise<void> {
    await this.#queue.write([this.#queue.releaseAll(this.#clock.now())]);
  }

  /**
   * Ends a claim: where its recipients stand, the attempt, what the transport wants written and what follows from it, in
   * one commit. Resolves to how the attempt ended. Throws `LeaseLost`, and writes nothing, when another has taken the
   * delivery over.
   */
  async record(
    claim: ClaimedDelivery,
    startedAt: number,
    { report, message }: { report: TransportReport; message?: StoredMessage | undefined },
  ): Promise<Attempt["outcome"]> {
    const now = this.#clock.now();
    const { alongside, recipients, site, ...evidence } = report;
    const again =
      claim.wasInterrupted && now < claim.expiresAt && !(await this.#wasUncertain(claim))
        ? now
        : nextTryAt({ ...claim, restsUntil: site?.restsUntil }, now, this.#random);
    const parts = partsAfter(recipients, again);
    const [first, ...others] = parts;
    if (first === undefined) throw new Error(`A report on delivery ${claim.id} names no recipient.`);
    const attempt = {
      startedAt,
      endedAt: now,
      outcome: outcomeOf(recipients),
      report: { recipients, ...evidence },
    };
    await this.#writeWithAftermath({ claim, message, at: now, parts, report }, [
      this.#queue.complete(claim, first, site),
      ...others.map((part) => this.#queue.insert({ ...claim, ...part, id: newId("dlv", now, this.#random) })),
      this.#attempts.insert(claim, newId("att", now, this.#random), attempt),
      ...(alongside ?? []),
    ]);
    return attempt.outcome;
  }

  /** Where a message stands: its deliveries, in the order in which they were queued. */
  async ofMessage(owner: Owner, messageId: string): Promise<Delivery[]> {
    return await this.#queue.ofMessage(owner, messageId);
  }

  /** What was tried for a delivery, oldest first. */
  async attemptsOf({ owner, id }: Pick<Delivery, "owner" | "id">): Promise<Attempt[]> {
    return await this.#attempts.ofDelivery(owner.account, id);
  }

  /** What is sent again at once whenever that is found out would come hundreds of times where each time something of ours goes wrong. */
  async #wasUncertain(claim: ClaimedDelivery): Promise<boolean> {
    return (await this.attemptsOf(claim)).some(({ outcome }) => outcome === "uncertain");
  }

  async #writeWithAftermath(ended: EndedAttempt, changes: readonly Change[]): Promise<void> {
    for (;;) {
      const aftermath = await this.#aftermath(ended);
      try {
        await this.#queue.write([...changes, ...aftermath]);
        return;
      } catch (error) {
        // No more often than there are recipients: each is reported once.
        if (!(error instanceof Overtaken)) throw error;
      }
    }
  }

  #partsOf(message: NewMessage, now: number): Part[] {
    return [...byDomain(message.recipients)].map(([recipientDomain, recipients]) => ({
      id: newId("dlv", now, this.#random),
      owner: message.owner,
      messageId: message.id,
      recipientDomain,
      recipients,
      sizeBytes: message.content.length,
      expiresAt: now + message.rules.lifetimeMs,
    }));
  }
}

type Part = Omit<Delivery, "state" | "attempts" | "lastReply">;

function toQueued(part: Part, now: number): Delivery {
  return { ...part, state: { is: "queued", dueAt: now }, attempts: 0, lastReply: undefined };
}

function toClaimed(part: Part, message: StoredMessage): ClaimedDelivery {
  return { ...part, attempts: 1, fence: 1, wasInterrupted: false, message };
}

function byDomain(recipients: readonly string[]): Map<string, string[]> {
  return Map.groupBy(new Set(recipients), (recipient) =>
    recipient.slice(recipient.lastIndexOf("@") + 1).toLowerCase(),
  );
}

import type { Backlog } from "#platform/backlog.ts";
import type { Change } from "#platform/change.ts";
import { type Clock, secondMs } from "#platform/clock.ts";
import { newId } from "#platform/ids.ts";
import type { Owner } from "#platform/owner.ts";
import type { Random } from "#platform/random.ts";
import type {
  CheckHistoryStore,
  CheckRecord,
  CheckSighting,
  HistoryStretch,
  Sighting,
} from "./history-store.ts";
import type { CheckKey, CheckQueueStore, ClaimedCheck } from "./queue-store.ts";

export type { CheckRecord, CheckSighting } from "./history-store.ts";
export type { CheckKey, ClaimedCheck } from "./queue-store.ts";

/** A check asks nothing new after 30 s (DnsInspectorOptions); a process that died gives its checks back after this. */
const leaseMs = 45 * secondMs;

/** Wakes whoever runs the checks. */
const isDue: Change = { topic: "checks" };

/** The checks of domains: those that are due or will be (work that any process may take), and what earlier ones saw. */
export class Checks {
  readonly #queue: CheckQueueStore;
  readonly #history: CheckHistoryStore;
  readonly #clock: Clock;
  readonly #random: Random;

  constructor(parts: {
    queue: CheckQueueStore;
    history: CheckHistoryStore;
    clock: Clock;
    random: Random;
  }) {
    this.#queue = parts.queue;
    this.#history = parts.history;
    this.#clock = parts.clock;
    this.#random = parts.random;
  }

  /** Due at once, as if it had never run. */
  changesToSchedule(key: CheckKey) {
    return [this.#queue.schedule(key, this.#first()), isDue];
  }

  changesToCancel(owner: Owner, identity: string, subject: CheckKey["subject"]) {
    return [this.#queue.cancel(owner, identity, subject)];
  }

  /** Forgets an identity: what is due and what was seen. */
  changesToRemoveAll(owner: Owner, identity: string) {
    return [this.#queue.cancel(owner, identity, "all"), this.#history.removeAll(owner, identity)];
  }

  /** Brings a check forward to now. */
  async hasten(key: CheckKey): Promise<void> {
    await this.#queue.write([this.#queue.hasten(key, this.#first()), isDue]);
  }

  /** Takes some of those that are due, earliest first; none of the accounts in `except`. */
  async claimDue(limit: number, except: readonly string[] = []): Promise<ClaimedCheck[]> {
    return await this.#queue.claimDue(this.#clock.now(), { limit, leaseMs, except });
  }

  async nextDueAt(): Promise<number | undefined> {
    return await this.#queue.nextDueAt(this.#clock.now());
  }

  /** How much is to be checked, and since when. */
  async backlog(): Promise<Backlog> {
    return await this.#queue.backlog(this.#clock.now());
  }

  /** Ends a claim that saw nothing: the check is due again at once. */
  async handBack(claim: ClaimedCheck): Promise<void> {
    await this.#queue.write([this.#queue.release(claim)]);
  }

  /** Takes back every claim, where whoever made one is known to be gone. */
  async releaseAll(): Promise<void> {
    await this.#queue.write([this.#queue.release("all")]);
  }

  /**
   * Ends a claim: what was seen, the time of the next check (or none), and what changes with it, in one write.
   * Throws `LeaseLost`, and writes nothing, when the check has gone to another or is no longer wanted.
   */
  async complete(
    claim: ClaimedCheck,
    result: {
      readonly next: { readonly dueAt: number; readonly misses: number } | undefined;
      readonly seen: Sighting | undefined;
    },
    alongside: Parameters<CheckQueueStore["write"]>[0] = [],
  ): Promise<void> {
    const now = this.#clock.now();
    const record =
      result.seen === undefined
        ? []
        : await this.#history.remember(claim, result.seen, {
            id: newId("chk", now, this.#random),
            at: now,
          });
    await this.#queue.write([...this.#queue.complete(claim, result.next), ...record, ...alongside]);
  }

  /** What checks of any identity saw lately, the newest first. */
  async latest(owner: Owner, limit: number): Promise<CheckSighting[]> {
    return await this.#history.latestOfAll(owner, limit);
  }

  /** What the last checks of an identity saw, newest first. */
  async history(owner: Owner, identity: string, stretch: HistoryStretch): Promise<CheckRecord[]> {
    return await this.#history.latest(owner, identity, stretch);
  }

  #first() {
    const fence = Buffer.from(this.#random.bytes(6)).readUIntBE(0, 6);
    return { dueAt: this.#clock.now(), fence };
  }
}

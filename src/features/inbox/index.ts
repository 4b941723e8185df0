import { readSummary } from "#features/message-content/index.ts";
import type { Announcements } from "#platform/announcements.ts";
import { Budget } from "#platform/budget.ts";
import { type Clock, minuteMs, secondMs } from "#platform/clock.ts";
import { CallerError } from "#platform/errors.ts";
import { leastIdAt, newId } from "#platform/ids.ts";
import { Nudge } from "#platform/nudge.ts";
import type { Owner } from "#platform/owner.ts";
import type { Random } from "#platform/random.ts";
import { readAddress } from "#protocols/address/address.ts";
import type { InboxFilter, InboxMessage } from "./message.ts";
import { type InboxStore, isLong } from "./store.ts";

export type { InboxFilter, InboxMessage } from "./message.ts";
export { InboxStore } from "./store.ts";

export const longestWaitMs = 60 * secondMs;
/** How soon a wait sees what another process captured. */
const safetyPollMs = secondMs;
const mostWaitsPerAccount = 50;
/** How much later than it was received a message may be on disk. */
const latestMs = minuteMs;

/** The local inbox: where the `capture` transport leaves every message. An account sees its own only. */
export class Inbox {
  readonly #store: InboxStore;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #arrivals: Nudge;
  readonly #waits = new Map<string, number>();
  /** Of an account's looks through all of its messages one is under way at a time. */
  readonly #longLooks = new Map<string, Budget>();
  #lastIdAt = 0;

  constructor(parts: { store: InboxStore; announcements: Announcements; clock: Clock; random: Random }) {
    this.#store = parts.store;
    this.#clock = parts.clock;
    this.#random = parts.random;
    this.#arrivals = Nudge.onAnnouncement(parts.announcements, "inbox");
  }

  /** What to write to keep a message. */
  receive({
    messageId,
    owner,
    sender,
    recipients,
    content,
  }: {
    messageId: string;
    owner: Owner;
    /** The envelope's. */
    sender: string;
    recipients: readonly string[];
    content: Uint8Array;
  }) {
    const receivedAt = this.#clock.now();
    // A millisecond of its own for each, so that ids sort as messages came and `after` misses none.
    this.#lastIdAt = Math.max(receivedAt, this.#lastIdAt + 1);
    const { from = sender, subject = "" } = readSummary(content);
    const message = {
      id: newId("inb", this.#lastIdAt, this.#random),
      owner,
      messageId,
      receivedAt,
      sender: from,
      recipients,
      subject,
      sizeBytes: content.length,
    };
    return [this.#store.insert(message, content), { topic: "inbox" } as const];
  }

  /** Newest first; `before` is the id of the last one of the page before. */
  async list(
    account: string,
    filter: InboxFilter,
    page: { before?: string | undefined; limit: number },
  ): Promise<InboxMessage[]> {
    using _ = await this.#turn(account, filter);
    return await this.#store.newest(account, asKept(filter), { before: page.before, limit: page.limit });
  }

  /** A message as it was delivered, signatures included. Throws `not-found`. */
  async get(account: string, id: string): Promise<{ message: InboxMessage; content: Uint8Array }> {
    const found = idForm.test(id) ? await this.#store.find(account, id) : undefined;
    if (found === undefined) throw noSuchMessage(id);
    return found;
  }

  /** Throws `not-found`. */
  async remove(account: string, id: string): Promise<void> {
    if (!idForm.test(id) || !(await this.#store.remove(account, id))) throw noSuchMessage(id);
  }

  /** Empties the inbox; answers how many messages it held. */
  async removeAll(account: string): Promise<number> {
    return await this.#store.removeAll(account);
  }

  /**
   * Waits for a message: the first that came after `after`, or else the newest there is, the moment there is one.
   * Undefined when there was none in time. Throws `too-many-requests`, or the signal's reason.
   */
  async wait(
    account: string,
    filter: InboxFilter & { readonly after?: string | undefined },
    timeoutMs: number,
    signal?: AbortSignal,
  ): Promise<InboxMessage | undefined> {
    const waits = this.#waits.get(account) ?? 0;
    if (waits >= mostWaitsPerAccount) {
      throw new CallerError("too-many-requests", `No more than ${mostWaitsPerAccount} waits at a time.`);
    }
    this.#waits.set(account, waits + 1);
    try {
      return await this.#arrival(account, filter, { timeoutMs, signal });
    } finally {
      const left = (this.#waits.get(account) ?? 1) - 1;
      if (left === 0) this.#waits.delete(account);
      else this.#waits.set(account, left);
    }
  }

  async #arrival(
    account: string,
    filter: InboxFilter & { readonly after?: string | undefined },
    { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal | undefined },
  ): Promise<InboxMessage | undefined> {
    const wanted = asKept(filter);
    const deadline = this.#clock.now() + Math.min(timeoutMs, longestWaitMs);
    // After the first look only what has come since is looked at: most of what an inbox holds was there before.
    for (let from: string | undefined; ; ) {
      const arrived = new AbortController();
      // Listening before looking: what comes in between is not missed.
      using _ = this.#arrivals.listen(() => arrived.abort());
      const lookedAt = this.#clock.now();
      const message = await this.#look(account, wanted, { from, signal });
      from = leastIdAt("inb", lookedAt - latestMs);
      const leftMs = deadline - this.#clock.now();
      if (message !== undefined || leftMs <= 0) return message;
      const awake = signal === undefined ? arrived.signal : AbortSignal.any([arrived.signal, signal]);
      await this.#clock.sleep(Math.min(leftMs, safetyPollMs), awake).catch(() => {});
      signal?.throwIfAborted();
    }
  }

  async #look(
    account: string,
    filter: InboxFilter & { readonly after?: string | undefined },
    { from, signal }: { readonly from: string | undefined; readonly signal: AbortSignal | undefined },
  ): Promise<InboxMessage | undefined> {
    using _ = from === undefined ? await this.#turn(account, filter, signal) : undefined;
    const { after } = filter;
    if (after !== undefined) return await this.#store.firstAfter(account, filter, { after, from });
    const [newest] = await this.#store.newest(account, filter, { before: undefined, from, limit: 1 });
    return newest;
  }

  /** Undefined: the look takes next to no time. Rejects with the signal's reason. */
  async #turn(account: string, filter: InboxFilter, signal?: AbortSignal): Promise<Disposable | undefined> {
    if (!isLong(filter)) return undefined;
    return await this.#longLooks.getOrInsertComputed(account, () => new Budget(1)).take(1, signal);
  }
}

/** Recipients are kept with their domain as A-labels. */
function asKept<Filter extends InboxFilter>(filter: Filter): Filter {
  const reading = filter.to === undefined ? undefined : readAddress(filter.to);
  return reading?.ok ? { ...filter, to: reading.address.name } : filter;
}

/** What anything else would do to the engines (PostgreSQL takes no NUL) need not be found out. */
const idForm = /^inb_[0-9a-f-]{36}$/;

function noSuchMessage(id: string): CallerError {
  return new CallerError("not-found", `Message ${id} does not exist.`);
}

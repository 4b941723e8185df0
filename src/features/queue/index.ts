import { NotNow, type Transport } from "#features/delivery/index.ts";
import type { Announcements } from "#platform/announcements.ts";
import { type Clock, minuteMs } from "#platform/clock.ts";
import { CallerError } from "#platform/errors.ts";
import { timeOfId } from "#platform/ids.ts";
import { nameOf, type Owner } from "#platform/owner.ts";
import { Recent } from "#platform/recent.ts";
import { readDomain } from "#protocols/address/domain.ts";
import type { DomainQueue, Pause, QueuePauseStore } from "./store.ts";

export { QueuePauseStore } from "./store.ts";

export interface QueueView {
  readonly queued: number;
  readonly due: number;
  readonly oldestAt: number | undefined;
  /** Those with most. */
  readonly domains: readonly (Omit<DomainQueue, "firstId"> & {
    readonly oldestAt: number;
    readonly isPaused: boolean;
  })[];
  readonly pauses: readonly Pause[];
}

const everyDomain = "*";
const mostDomainsShown = 200;
const mostPauses = 200;
const longestReason = 500;
/** How soon one looks again at what is paused; ending the pause makes it due at once. */
const lookAgainMs = 10 * minuteMs;

/** What waits to be delivered, and what is made to wait. */
export class DeliveryQueue {
  readonly #store: QueuePauseStore;
  readonly #clock: Clock;
  readonly #paused: Recent<ReadonlySet<string>>;

  constructor(parts: { store: QueuePauseStore; announcements: Announcements; clock: Clock }) {
    this.#store = parts.store;
    this.#clock = parts.clock;
    this.#paused = new Recent({ clock: parts.clock });
    parts.announcements.hear("queue-pauses", (name) => this.#paused.forget(name));
  }

  async view(owner: Owner): Promise<QueueView> {
    const now = this.#clock.now();
    const [totals, domains, pauses] = await Promise.all([
      this.#store.totals(owner, now),
      this.#store.domains(owner, now, mostDomainsShown),
      this.#store.pauses(owner),
    ]);
    const paused = new Set(pauses.map(({ domain }) => domain));
    return {
      queued: totals.queued,
      due: totals.due,
      oldestAt: totals.firstId === undefined ? undefined : timeOfId(totals.firstId),
      domains: domains.map(({ firstId, ...domain }) => ({
        ...domain,
        oldestAt: timeOfId(firstId),
        isPaused: paused.has(domain.domain) || paused.has(everyDomain),
      })),
      pauses,
    };
  }

  /** Delivers nothing to a domain, or to none (`*`), until it is resumed. Throws `bad-request`, `limit-exceeded`. */
  async pause(owner: Owner, domain: string, reason: string): Promise<Pause> {
    const name = domainOf(domain);
    const pauses = await this.#store.pauses(owner);
    if (pauses.length >= mostPauses && !pauses.some((pause) => pause.domain === name)) {
      throw new CallerError("limit-exceeded", `There are at most ${mostPauses} pauses.`);
    }
    if (reason.length > longestReason || /\p{Cc}/u.test(reason)) {
      throw refused("reason", `must be a line of ${longestReason} characters at most`);
    }
    const pause = { domain: name, pausedAt: this.#clock.now(), reason };
    await this.#store.pause(owner, pause);
    return pause;
  }

  /** What waited is due at once. Throws `not-found`. */
  async resume(owner: Owner, domain: string): Promise<void> {
    const none = () => new CallerError("not-found", `${domain} is not paused.`);
    await this.#store.resume(owner, domainOf(domain), this.#clock.now(), none);
  }

  /** Tries now what waits for its next try. Answers how many there are. */
  async retry(owner: Owner, domain: string): Promise<number> {
    return await this.#store.makeDue(owner, domainOf(domain), this.#clock.now());
  }

  /** The same way out, but for what is paused: that is put off, however long it takes, and its time does not run out meanwhile. */
  heeding(transport: Transport): Transport {
    return {
      concurrency: transport.concurrency,
      deliver: async (envelope, ...rest) => {
        if (await this.#isPaused(envelope.owner, envelope.domain)) {
          throw new NotNow(this.#clock.now() + lookAgainMs);
        }
        return await transport.deliver(envelope, ...rest);
      },
      [Symbol.asyncDispose]: async () => await transport[Symbol.asyncDispose](),
    };
  }

  async #isPaused(owner: Owner, domain: string): Promise<boolean> {
    const paused = await this.#paused.get(nameOf(owner), async () => {
      const pauses = await this.#store.pauses(owner);
      return new Set(pauses.map((pause) => pause.domain));
    });
    return paused.has(domain) || paused.has(everyDomain);
  }
}

function domainOf(text: string): string {
  if (text === everyDomain) return text;
  const reading = readDomain(text);
  if (!reading.ok) throw refused("domain", reading.fault);
  return reading.name;
}

function refused(path: string, message: string): CallerError {
  return new CallerError("bad-request", `${path}: ${message}.`, [{ path, message }]);
}

import { NotNow, type Transport } from "#features/delivery/index.ts";
import type { Announcements } from "#platform/announcements.ts";
import { type Clock, minuteMs } from "#platform/clock.ts";
import { CallerError } from "#platform/errors.ts";
import { timeOfId } from "#platform/ids.ts";
import { nameOf, type Owner } from "#platform/owner.ts";
import { Recent } from "#platform/recent.ts";
import { readDomain } from "#protocols/address/domain.ts";
import { LongLooks } from "./long-looks.ts";
import type { Pause, QueuePart, QueuePauseStore } from "./pauses-store.ts";
import type { WaitingForDomain, WaitingForSite, WaitingInAll, WaitingStore } from "./waiting-store.ts";

export { QueuePauseStore } from "./pauses-store.ts";
export { WaitingStore } from "./waiting-store.ts";

type Shown<Part extends WaitingForDomain | WaitingForSite> = Omit<Part, "firstId"> & {
  readonly oldestAt: number;
  readonly isPaused: boolean;
};

export interface QueueView {
  readonly queued: number;
  readonly due: number;
  readonly oldestAt: number | undefined;
  /** Those with most. */
  readonly sites: readonly Shown<WaitingForSite>[];
  /** Those with most, of the site that was asked for. */
  readonly domains: readonly Shown<WaitingForDomain>[];
  readonly pauses: readonly Pause[];
}

const everyDomain = "*";
const mostShown = 200;
const mostPauses = 200;
const longestReason = 500;
const longestSite = 300;
/** How soon one looks again at what is paused; ending the pause makes it due at once. */
const lookAgainMs = 10 * minuteMs;

/** What waits to be delivered, and what is made to wait. */
export class DeliveryQueue {
  readonly #pauses: QueuePauseStore;
  readonly #waiting: WaitingStore;
  readonly #clock: Clock;
  readonly #paused: Recent<Paused>;
  readonly #looks = new LongLooks<WaitingInAll>();

  constructor(parts: {
    pauses: QueuePauseStore;
    waiting: WaitingStore;
    announcements: Announcements;
    clock: Clock;
  }) {
    this.#pauses = parts.pauses;
    this.#waiting = parts.waiting;
    this.#clock = parts.clock;
    this.#paused = new Recent({ clock: parts.clock });
    parts.announcements.hear("queue-pauses", (name) => this.#paused.forget(name));
  }

  /** `among`: only the domains of a site; of none, those whose servers were not looked up. */
  async view(owner: Owner, among?: { readonly site: string | undefined }): Promise<QueueView> {
    const now = this.#clock.now();
    const lookedAt = JSON.stringify([nameOf(owner), among]);
    const [{ queued, due, firstId, sites, domains }, pauses] = await Promise.all([
      this.#looks.get(
        lookedAt,
        async () => await this.#waiting.inAll(owner, now, { limit: mostShown, among }),
      ),
      this.#pauses.pauses(owner),
    ]);
    const paused = pausedBy(pauses);
    return {
      queued,
      due,
      oldestAt: firstId === undefined ? undefined : timeOfId(firstId),
      sites: sites.map(({ firstId: first, ...site }) => ({
        ...site,
        oldestAt: timeOfId(first),
        isPaused: isSitePaused(paused, site) || paused.domains.has(everyDomain),
      })),
      domains: domains.map(({ firstId: first, ...domain }) => ({
        ...domain,
        oldestAt: timeOfId(first),
        isPaused: isSitePaused(paused, domain) || isDomainPaused(paused, domain.domain),
      })),
      pauses,
    };
  }

  /** Delivers nothing to a domain, to none (`*`), or to a site until it is resumed. Throws `bad-request`, `limit-exceeded`. */
  async pause(owner: Owner, part: QueuePart, reason: string): Promise<Pause> {
    const of = read(part);
    const pauses = await this.#pauses.pauses(owner);
    if (pauses.length >= mostPauses && !pauses.some((pause) => nameOfPart(pause.of) === nameOfPart(of))) {
      throw new CallerError("limit-exceeded", `There are at most ${mostPauses} pauses.`);
    }
    if (reason.length > longestReason || /\p{Cc}/u.test(reason)) {
      throw refused("reason", `must be a line of ${longestReason} characters at most`);
    }
    const pause = { of, pausedAt: this.#clock.now(), reason };
    await this.#pauses.pause(owner, pause);
    return pause;
  }

  /** What waited is due at once. Throws `not-found`. */
  async resume(owner: Owner, part: QueuePart): Promise<void> {
    const of = read(part);
    const none = () => new CallerError("not-found", `${nameOfPart(of)} is not paused.`);
    await this.#pauses.resume(owner, of, this.#clock.now(), none);
    this.#looks.forget();
  }

  /** Tries now what waits for its next try. Answers how many there are. */
  async retry(owner: Owner, part: QueuePart): Promise<number> {
    const due = await this.#pauses.makeDue(owner, read(part), this.#clock.now());
    this.#looks.forget();
    return due;
  }

  /** The same way out, but for what is paused: that is put off, however long it takes, and its time does not run out meanwhile. */
  heeding(transport: Transport): Transport {
    return {
      concurrency: transport.concurrency,
      deliver: async (envelope, ...rest) => {
        if (isDomainPaused(await this.#pausedOf(envelope.owner), envelope.domain)) {
          throw new NotNow(this.#clock.now() + lookAgainMs);
        }
        return await transport.deliver(envelope, ...rest);
      },
      [Symbol.asyncDispose]: async () => await transport[Symbol.asyncDispose](),
    };
  }

  /** For whoever finds out whose servers a domain has: when to ask again, where nothing is to be delivered to them. */
  async siteHeldUntil(owner: Owner, site: string): Promise<number | undefined> {
    const isPaused = isSitePaused(await this.#pausedOf(owner), { site });
    return isPaused ? this.#clock.now() + lookAgainMs : undefined;
  }

  async #pausedOf(owner: Owner): Promise<Paused> {
    return await this.#paused.get(nameOf(owner), async () => pausedBy(await this.#pauses.pauses(owner)));
  }
}

interface Paused {
  readonly domains: ReadonlySet<string>;
  readonly sites: ReadonlySet<string>;
}

function pausedBy(pauses: readonly Pause[]): Paused {
  return {
    domains: new Set(pauses.flatMap(({ of }) => ("domain" in of ? [of.domain] : []))),
    sites: new Set(pauses.flatMap(({ of }) => ("site" in of ? [of.site] : []))),
  };
}

function isDomainPaused({ domains }: Paused, domain: string): boolean {
  return domains.has(domain) || domains.has(everyDomain);
}

function isSitePaused({ sites }: Paused, { site }: { readonly site: string | undefined }): boolean {
  return site !== undefined && sites.has(site);
}

function nameOfPart(part: QueuePart): string {
  return "site" in part ? `the site ${part.site}` : part.domain;
}

function read(part: QueuePart): QueuePart {
  if ("site" in part) {
    const site = part.site.toLowerCase();
    if (site.length > longestSite || !/^[^\s,\p{Cc}]+(,[^\s,\p{Cc}]+)*$/u.test(site)) {
      throw refused("site", "must be the name of a site, as the queue tells it");
    }
    return { site };
  }
  if (part.domain === everyDomain) return part;
  const reading = readDomain(part.domain);
  if (!reading.ok) throw refused("domain", reading.fault);
  return { domain: reading.name };
}

function refused(path: string, message: string): CallerError {
  return new CallerError("bad-request", `${path}: ${message}.`, [{ path, message }]);
}

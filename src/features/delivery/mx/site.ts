import { getDomain } from "tldts";
import type { SiteStanding } from "#features/delivery/transport.ts";
import { partOf, type Share, type Shared } from "#features/shares/index.ts";
import { type Clock, minuteMs, secondMs } from "#platform/clock.ts";

const mostAtOnce = 20;
const atFirst = 10;
const firstRestMs = minuteMs;
const longestRestMs = 30 * minuteMs;
/** How long a message takes until there is something to go by. */
const usualTurnMs = 200;
/** How many may stand in line for one of the places. */
const mostWaiting = 20;
/** A connection that ends sooner may have been cut for what the message says. */
const longSilenceMs = 20 * secondMs;

/** Why a site takes nothing now, and when to ask again. */
export interface Closed {
  readonly until: number;
  readonly reason: string;
}

/**
 * The servers of one provider, whatever domains they serve: what limits are about. It starts with some connections, gets more while all goes
 * well, fewer when it asks for it, and a rest when it cannot be reached.
 */
export class Site implements Shared {
  readonly name: string;
  readonly #clock: Clock;
  #limit = atFirst;
  #share: Share | undefined;
  #inUse = 0;
  #failures = 0;
  #rest: Closed | undefined;
  #turnMs = usualTurnMs;
  #lastPlanned = 0;
  #isProven = false;
  #wentWellAt = Number.NEGATIVE_INFINITY;

  constructor(name: string, clock: Clock) {
    this.name = name;
    this.#clock = clock;
  }

  /** Takes a place, or says when to come again. `busy`: nothing is wrong with it, it has enough to do. */
  enter():
    | "entered"
    | ({ readonly is: "resting" } & Closed)
    | { readonly is: "busy"; readonly until: number } {
    const now = this.#clock.now();
    if (this.#rest !== undefined && now < this.#rest.until) return { is: "resting", ...this.#rest };
    // After a rest, one goes ahead and sees.
    const limit = this.#rest === undefined ? this.connections + mostWaiting : 1;
    if (this.#inUse < limit) {
      this.#inUse++;
      return "entered";
    }
    if (this.#rest !== undefined) return { is: "busy", until: now + secondMs };
    this.#lastPlanned = Math.max(this.#lastPlanned, now) + this.#turnMs / Math.max(1, this.connections);
    return { is: "busy", until: Math.round(this.#lastPlanned) };
  }

  get standing(): SiteStanding {
    return { name: this.name, restsUntil: this.#rest?.until };
  }

  /** The last conversation with it came to an end: it is not one of those that never answer. */
  get isProven(): boolean {
    return this.#isProven;
  }

  /** There is work for more than one connection. */
  get isBusy(): boolean {
    return this.#inUse > 1;
  }

  /** Which part of its connections is ours; one of them where that is not said. */
  share(share: Share | undefined): void {
    this.#share = share;
  }

  /** How many connections we may have at once. */
  get connections(): number {
    const all = Math.floor(this.#limit);
    if (this.#share === undefined) return 1;
    return partOf(all, this.#share);
  }

  leave(
    outcome: "went-well" | "pushed-back" | "unreachable" | "fell-silent" | "undecided",
    { tookMs, reason }: { tookMs: number; reason: string },
  ): void {
    this.#inUse--;
    const now = this.#clock.now();
    switch (outcome) {
      case "went-well":
        this.#failures = 0;
        this.#isProven = true;
        this.#wentWellAt = now;
        this.#rest = undefined;
        this.#turnMs = 0.9 * this.#turnMs + 0.1 * tookMs;
        this.#limit = Math.min(mostAtOnce, this.#limit + 1 / this.#limit);
        return;
      case "pushed-back":
        this.#limit = Math.max(1, this.#limit / 2);
        return;
      case "unreachable":
        this.#restAt(now, reason);
        return;
      case "fell-silent":
        // Where others got through meanwhile, it was about the message.
        if (tookMs >= longSilenceMs && this.#wentWellAt < now - tookMs) this.#restAt(now, reason);
        return;
      case "undecided":
        return;
    }
  }

  #restAt(now: number, reason: string): void {
    const restMs = Math.min(firstRestMs * 2 ** this.#failures, longestRestMs);
    this.#failures++;
    this.#isProven = false;
    this.#limit = atFirst;
    this.#rest = { until: now + restMs, reason };
  }
}

/** KumoMTA's rollup: hosts under one registrable domain are one provider's. `mx1.example.net` and `mx2.example.net` → `example.net`. */
export function siteNameOf(hosts: readonly string[]): string {
  const domains = new Set(hosts.map((host) => getDomain(host) ?? host));
  return [...domains].toSorted().join(",");
}

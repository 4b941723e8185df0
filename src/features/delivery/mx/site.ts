import { hash } from "node:crypto";
import { getDomain } from "tldts";
import type { SiteStanding } from "#features/delivery/transport.ts";
import { partOf, type Share, type Shared } from "#features/shares/index.ts";
import { type Clock, minuteMs, secondMs } from "#platform/clock.ts";
import { SiteRate } from "./site-rate.ts";

const mostAtOnce = 20;
const atFirst = 10;
const firstRestMs = minuteMs;
const longestRestMs = 30 * minuteMs;
/** How long a message takes until there is something to go by. */
const usualTurnMs = 200;
/** What takes longer slept with the machine, or was held up for itself: what waits is not put off by hours for it. */
const longestTurnMs = minuteMs;
/** How many may stand in line for one of the places. */
const mostWaiting = 20;
/** A site that is faster again is not kept waiting for what it could not do. */
const longestPlanMs = 30 * minuteMs;
/** A connection that ends sooner may have been cut for what the message says. */
const longSilenceMs = 20 * secondMs;
/** A name of many domains goes into keys and paths. */
const longestName = 253;

/** Nothing is tried for a while. */
interface Rest {
  readonly since: number;
  readonly until: number;
  readonly reason: string;
}

/** What came of a message to it. `overrun`: it said that there were too many for it. */
export type SiteOutcome =
  | "went-well"
  | "pushed-back"
  | "overrun"
  | "unreachable"
  | "fell-silent"
  | "undecided";

/**
 * The servers of one provider, whatever domains they serve: what limits are about. It starts with some connections, gets more while all goes
 * well, fewer when it asks for it, and a rest when it cannot be reached; and messages at a rate that it can take.
 */
export class Site implements Shared {
  readonly name: string;
  readonly #clock: Clock;
  readonly #rate: SiteRate;
  #limit = atFirst;
  #share: Share | undefined;
  #inUse = 0;
  #failures = 0;
  #rest: Rest | undefined;
  #turnMs = usualTurnMs;
  #lastPlanned = 0;
  #isProven = false;
  #wasSilent = false;
  #wentWellAt = Number.NEGATIVE_INFINITY;
  #lookedAt = Number.NEGATIVE_INFINITY;

  constructor(name: string, { clock, mostPerSecond }: { clock: Clock; mostPerSecond?: number | undefined }) {
    this.name = name;
    this.#clock = clock;
    this.#rate = new SiteRate(mostPerSecond);
  }

  /** Takes a place, or says when there may be one: nothing is wrong with it, it has enough to do. */
  enter(): "entered" | { readonly closedBecause: string } | { readonly busyUntil: number } {
    const now = this.#now();
    const { closedBecause } = this;
    if (closedBecause !== undefined) return { closedBecause };
    // After a rest, one goes ahead and sees.
    const limit = this.#rest === undefined ? this.connections + mostWaiting : 1;
    if (this.#inUse < limit && this.#rate.take(now, this.#among)) {
      this.#inUse++;
      return "entered";
    }
    return {
      busyUntil: this.#rest === undefined ? this.#plan(now) : Math.max(this.#plan(now), now + secondMs),
    };
  }

  /** Why nothing is tried now; undefined: it may be. */
  get closedBecause(): string | undefined {
    if (this.#rest === undefined || this.#clock.now() >= this.#rest.until) return undefined;
    return `The servers of ${this.name} could not be reached a short while ago: ${this.#rest.reason}`;
  }

  /** One goes ahead and sees now. */
  endRest(): void {
    if (this.#rest === undefined) return;
    const { until, ...rest } = this.#rest;
    this.#rest = { ...rest, until: Math.min(until, this.#clock.now()) };
  }

  /** By a clock that was set back since the last look, what was noted before is as far away as it was. */
  #now(): number {
    const now = this.#clock.now();
    const backMs = Math.max(0, this.#lookedAt - now);
    this.#lookedAt = now;
    if (backMs === 0) return now;
    this.#rate.setBack(backMs);
    this.#lastPlanned -= backMs;
    this.#wentWellAt -= backMs;
    if (this.#rest === undefined) return now;
    const { since, until, reason } = this.#rest;
    this.#rest = { since: since - backMs, until: until - backMs, reason };
    return now;
  }

  /** When there is to be room for one more than was planned already. */
  #plan(now: number): number {
    const turnMs = Math.max(this.#turnMs / this.connections, this.#rate.intervalMs(this.#among));
    const next = Math.max(this.#lastPlanned, this.#rate.opensAt, now) + turnMs;
    this.#lastPlanned = this.#rate.isSlowed ? Math.min(next, now + longestPlanMs) : next;
    return Math.round(this.#lastPlanned);
  }

  get standing(): SiteStanding {
    return { name: this.name, restsUntil: this.#rest?.until };
  }

  /** The last conversation with it came to an end: it is not one of those that never answer. */
  get isProven(): boolean {
    return this.#isProven;
  }

  /** It was tried, and did not answer. */
  get wasSilent(): boolean {
    return this.#wasSilent;
  }

  get isInUse(): boolean {
    return this.#inUse > 0;
  }

  /** There is work for more than one connection, or for a good part of what it takes in a second. */
  get isBusy(): boolean {
    return this.#inUse > 1 || this.#rate.isUsedAt(this.#clock.now());
  }

  /** Which part of its connections and of its rate is ours; one connection, and the rate of one alone, where that is not said. */
  share(share: Share | undefined): void {
    this.#share = share;
  }

  /** How many connections we may have at once. */
  get connections(): number {
    const all = Math.floor(this.#limit);
    if (this.#share === undefined) return 1;
    return partOf(all, this.#share);
  }

  leave(outcome: SiteOutcome, left: { readonly tookMs: number; readonly reason: string }): void {
    this.#inUse--;
    const now = this.#now();
    const { reason } = left;
    const tookMs = Math.max(0, left.tookMs);
    if (outcome !== "undecided") this.#wasSilent = outcome === "unreachable" || outcome === "fell-silent";
    switch (outcome) {
      case "went-well":
        this.#failures = 0;
        this.#isProven = true;
        this.#wentWellAt = now;
        this.#rest = undefined;
        this.#turnMs = 0.9 * this.#turnMs + 0.1 * Math.min(tookMs, longestTurnMs);
        this.#limit = Math.min(mostAtOnce, this.#limit + 1 / this.#limit);
        this.#noteTaken(now);
        return;
      case "overrun":
        this.#rate.slowDown(now - tookMs, now, this.#among);
        this.#limit = Math.max(1, this.#limit / 2);
        return;
      case "pushed-back":
        this.#limit = Math.max(1, this.#limit / 2);
        return;
      case "unreachable":
        this.#restAfter(tookMs, reason);
        return;
      case "fell-silent":
        // Where others got through meanwhile, it was about the message.
        if (tookMs >= longSilenceMs && this.#wentWellAt < now - tookMs) this.#restAfter(tookMs, reason);
        return;
      case "undecided":
        return;
    }
  }

  /** Those who share it. */
  get #among(): number {
    return this.#share?.among ?? 1;
  }

  #noteTaken(now: number): void {
    const wasSlowed = this.#rate.isSlowed;
    this.#rate.wentThrough(now);
    if (wasSlowed && !this.#rate.isSlowed) this.#lastPlanned = now;
  }

  #restAfter(tookMs: number, reason: string): void {
    const now = this.#clock.now();
    // Those that were under way as it went to rest have found out nothing new.
    if (this.#rest !== undefined && now - tookMs <= this.#rest.since) return;
    const restMs = Math.min(firstRestMs * 2 ** this.#failures, longestRestMs);
    this.#failures++;
    this.#isProven = false;
    this.#limit = atFirst;
    this.#rest = { since: now, until: now + restMs, reason };
  }
}

/** KumoMTA's rollup: hosts under one registrable domain are one provider's. `mx1.example.net` and `mx2.example.net` → `example.net`. Of many, the rest is a digest. */
export function siteNameOf(hosts: readonly string[]): string {
  const domains = new Set(hosts.map((host) => getDomain(host) ?? host));
  const name = [...domains].toSorted().join(",");
  if (name.length <= longestName) return name;
  const some = name.slice(0, name.lastIndexOf(",", longestName));
  return `${some},~${hash("sha256", name, "hex").slice(0, 16)}`;
}

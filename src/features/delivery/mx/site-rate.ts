import { minuteMs, secondMs } from "#platform/clock.ts";

/** Messages a second: slower than this we do not go by ourselves. */
const slowest = 0.2;
/** Once it is too much, nothing for so long: what a site counts is over by then, or will be soon. */
const pauseMs = 10 * secondMs;
/** How long it takes to be twice as fast again. */
const doubledAfterMs = 5 * minuteMs;
/** So many times faster than when the site had enough, it is as if it never had. */
const forgottenFaster = 4;
/** What falls due together may also go together. */
const burstMs = 100;
const measuredOverMs = 10 * secondMs;
/** Who is slower by as much takes so little that others need not know. */
const negligibly = 10;

/** What a site has made us do. */
interface Slowed {
  readonly perSecond: number;
  readonly forgottenAbove: number;
  readonly slowedAt: number;
  readonly fasterSince: number;
}

/**
 * How many messages a second a site is sent: any number at first. Told that it is too much, we send half of what was going through, and
 * become faster again while all goes well; never faster than the operator allows. What it says is about the whole site; of that, each of
 * those who share it (`among`) has an equal part.
 */
export class SiteRate {
  readonly #ceiling: number;
  #slowed: Slowed | undefined;
  #opensAt = Number.NEGATIVE_INFINITY;
  #takenUntil = Number.NEGATIVE_INFINITY;
  #takenAt = Number.NEGATIVE_INFINITY;
  #usedUntil = Number.NEGATIVE_INFINITY;
  #measured = { since: 0, last: Number.NEGATIVE_INFINITY, messages: 0 };

  constructor(ceiling = Number.POSITIVE_INFINITY) {
    this.#ceiling = ceiling;
  }

  /** The site itself has asked for less, so that there may be more again soon. */
  get isSlowed(): boolean {
    return this.#slowed !== undefined;
  }

  /** Before then there is nothing to send. */
  get opensAt(): number {
    return this.#opensAt;
  }

  /** From one message to the next; 0: there is no limit. */
  intervalMs(among: number): number {
    const perSecond = Math.min(this.#slowed?.perSecond ?? Number.POSITIVE_INFINITY, this.#ceiling);
    return (secondMs * among) / perSecond;
  }

  /** Whether there may be another message now, which is counted then (the generic cell rate algorithm). */
  take(now: number, among: number): boolean {
    const intervalMs = this.intervalMs(among);
    // What was taken at another rate counts for no more than it would now.
    this.#takenUntil = Math.min(this.#takenUntil, now + burstMs + intervalMs);
    if (now < Math.max(this.#opensAt, this.#takenUntil - burstMs)) return false;
    this.#takenUntil = Math.max(this.#takenUntil, now) + intervalMs;
    // Until the next one at least, however far apart they are: who let go of its part in between would go before its turn.
    if (now - this.#takenAt < negligibly * intervalMs) {
      this.#usedUntil = now + Math.max(measuredOverMs, 2 * intervalMs);
    }
    this.#takenAt = now;
    return true;
  }

  /** So much of a limit was used of late that those who share the site have to know. */
  isUsedAt(now: number): boolean {
    return now < this.#usedUntil;
  }

  /** A message was taken. */
  wentThrough(now: number): void {
    this.#measure(now);
    if (this.#slowed === undefined) return;
    const { perSecond, fasterSince, forgottenAbove } = this.#slowed;
    const faster = perSecond * 2 ** ((now - fasterSince) / doubledAfterMs);
    this.#slowed =
      faster > forgottenAbove ? undefined : { ...this.#slowed, perSecond: faster, fasterSince: now };
  }

  /** It was too much for the site, which said so of a message that was begun at that time. */
  slowDown(startedAt: number, now: number, among: number): void {
    // What was under way as we slowed down was sent at the rate before.
    if (this.#slowed !== undefined && startedAt <= this.#slowed.slowedAt) return;
    const known = this.#slowed?.perSecond ?? Number.POSITIVE_INFINITY;
    const seen = among * this.#seen(now);
    const before = seen > 0 ? Math.min(known, seen) : known;
    // Where nothing went through, there is no saying what would have been less.
    if (before === Number.POSITIVE_INFINITY) return;
    this.#slowed = {
      perSecond: Math.max(slowest, before / 2),
      forgottenAbove: forgottenFaster * Math.max(slowest, before),
      slowedAt: now,
      fasterSince: now,
    };
    this.#opensAt = now + pauseMs;
  }

  /** The clock was: what was noted by it is as far away as it was. */
  setBack(backMs: number): void {
    this.#opensAt -= backMs;
    this.#takenUntil -= backMs;
    this.#takenAt -= backMs;
    this.#usedUntil -= backMs;
    const { since, last, messages } = this.#measured;
    this.#measured = { since: since - backMs, last: last - backMs, messages };
    if (this.#slowed === undefined) return;
    const { slowedAt, fasterSince } = this.#slowed;
    this.#slowed = { ...this.#slowed, slowedAt: slowedAt - backMs, fasterSince: fasterSince - backMs };
  }

  #measure(now: number): void {
    const { since, last, messages } = this.#measured;
    if (now - last > measuredOverMs) this.#measured = { since: now, last: now, messages: 1 };
    else if (now - since <= measuredOverMs) this.#measured = { since, last: now, messages: messages + 1 };
    // The older half is left out.
    else this.#measured = { since: (since + now) / 2, last: now, messages: (messages + 1) / 2 };
  }

  /** Messages a second that went through of late. */
  #seen(now: number): number {
    const { since, last, messages } = this.#measured;
    return now - last > measuredOverMs ? 0 : (messages * secondMs) / Math.max(secondMs, now - since);
  }
}

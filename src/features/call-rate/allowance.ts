import { secondMs } from "#platform/clock.ts";

/** What is fetched at once: for so long, at the pace of the last second. */
const aheadMs = 200;

/** What a process holds of an account's calls, and how fast they come. */
export class Allowance {
  /** Made before they were granted. */
  owed = 0;
  /** Calls that wait for what is being fetched. */
  waiting = 0;
  fetching: Promise<void> | undefined;
  #held = 0;
  #heldUntil = 0;
  #closed = { from: 0, until: 0 };
  #secondSince = 0;
  #thisSecond = 0;
  #lastSecond = 0;

  noteCall(now: number): void {
    const passed = now - this.#secondSince;
    if (passed >= secondMs || passed < 0) {
      this.#lastSecond = passed < 2 * secondMs ? this.#thisSecond : 0;
      this.#thisSecond = 0;
      this.#secondSince = now;
    }
    this.#thisSecond += 1;
  }

  /** Whether there was one. What is held for longer than a second belongs to nobody any more. */
  take(now: number): boolean {
    if (this.#held < 1 || now >= this.#heldUntil) return false;
    this.#held -= 1;
    return true;
  }

  grant(count: number, now: number): void {
    this.#held = (now < this.#heldUntil ? this.#held : 0) + count;
    this.#heldUntil = now + secondMs;
  }

  close(from: number, ms: number): void {
    this.#closed = { from, until: from + ms };
  }

  /** For how long there is no use in asking for more. */
  closedForMs(now: number): number {
    // Time that went backwards closes nothing for longer.
    return now < this.#closed.from ? 0 : Math.max(0, this.#closed.until - now);
  }

  get wanted(): number {
    return Math.max(this.waiting, this.#usual);
  }

  get isLow(): boolean {
    return this.#held < this.#usual / 2;
  }

  get #usual(): number {
    return Math.floor((Math.max(this.#thisSecond, this.#lastSecond) * aheadMs) / secondMs);
  }
}

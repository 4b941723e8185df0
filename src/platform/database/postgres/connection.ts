import { setImmediate as nextTurn } from "node:timers/promises";
import { dayMs } from "#platform/clock.ts";
import { DatabaseClosed } from "#platform/database/closed.ts";
import type { Places } from "./places.ts";
import { Session } from "./session.ts";

/** For so long after a failure another connection is preferred to trying to open this one. */
const shunnedMs = 1_000;

/**
 * A place for one session: opened when first used, and anew after it broke, or when it can prepare no more statements. Some stand for a day,
 * and have to be said in other words on the next; where so many are said within a day, another session would be no better.
 */
export class Connection implements AsyncDisposable {
  readonly #places: Places;
  readonly #renewedAfterMs: number;
  #opening: Promise<Session> | undefined;
  #session: Session | undefined;
  #openedAt = 0;
  #failedAt = -shunnedMs;
  #isClosed = false;

  constructor(places: Places, { renewedAfterMs = dayMs } = {}) {
    this.#places = places;
    this.#renewedAfterMs = renewedAfterMs;
  }

  /** What using it costs, in statements that one waits for: opening a session costs about as much as one. */
  get cost(): number {
    if (this.#session !== undefined) return this.#session.underWay;
    return performance.now() - this.#failedAt < shunnedMs ? 1_000 : 1;
  }

  /** Throws `OutOfReach` when there is none to be had; the next call tries again. Throws `DatabaseClosed`. */
  async session(): Promise<Session> {
    if (this.#isClosed) throw new DatabaseClosed();
    if (this.#session?.isFull === true && performance.now() - this.#openedAt >= this.#renewedAfterMs) {
      this.#opening = this.#openAnew(this.#session);
    }
    this.#opening ??= this.#open();
    return await this.#opening;
  }

  /** Ends the session at once, should there be one; whoever waits for an answer is told so. */
  cut(): void {
    this.#session?.cut();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    const session = await this.#opening?.catch(() => undefined);
    await session?.close();
  }

  async #open(): Promise<Session> {
    try {
      const session = await this.#places.first(async (url) => await Session.open(url));
      this.#session = session;
      this.#openedAt = performance.now();
      void session.ended.then(() => {
        if (this.#session === session) this.#forget();
      });
      return session;
    } catch (error) {
      this.#failedAt = performance.now();
      this.#forget();
      throw error;
    }
  }

  /** The old one goes first: there may be no third to be had. */
  async #openAnew(old: Session): Promise<Session> {
    this.#session = undefined;
    // Who was given it a moment ago has sent by then, and is still answered.
    await nextTurn();
    await old.close();
    return await this.#open();
  }

  #forget(): void {
    this.#opening = undefined;
    this.#session = undefined;
  }
}

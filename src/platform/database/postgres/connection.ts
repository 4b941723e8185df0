import { DatabaseClosed } from "#platform/database/closed.ts";
import type { Places } from "./places.ts";
import { Session } from "./session.ts";

/** For so long after a failure another connection is preferred to trying to open this one. */
const shunnedMs = 1_000;

/** A place for one session: opened when first used, and anew after it broke. */
export class Connection implements AsyncDisposable {
  readonly #places: Places;
  #opening: Promise<Session> | undefined;
  #session: Session | undefined;
  #failedAt = -shunnedMs;
  #isClosed = false;

  constructor(places: Places) {
    this.#places = places;
  }

  /** What using it costs, in statements that one waits for: opening a session costs about as much as one. */
  get cost(): number {
    if (this.#session !== undefined) return this.#session.underWay;
    return performance.now() - this.#failedAt < shunnedMs ? 1_000 : 1;
  }

  /** Throws `OutOfReach` when there is none to be had; the next call tries again. Throws `DatabaseClosed`. */
  async session(): Promise<Session> {
    if (this.#isClosed) throw new DatabaseClosed();
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
      void session.ended.then(() => this.#forget());
      return session;
    } catch (error) {
      this.#failedAt = performance.now();
      this.#forget();
      throw error;
    }
  }

  #forget(): void {
    this.#opening = undefined;
    this.#session = undefined;
  }
}

import { Session } from "./session.ts";

/** A place for one session: opened when first used, and anew after it broke. */
export class Connection implements AsyncDisposable {
  readonly #url: string;
  #opening: Promise<Session> | undefined;
  #session: Session | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  /** How many statements wait for their answer here. */
  get underWay(): number {
    return this.#session?.underWay ?? 0;
  }

  /** Whether using it would open a session first. */
  get isClosed(): boolean {
    return this.#opening === undefined;
  }

  /** Throws when PostgreSQL cannot be reached; the next call tries again. */
  async session(): Promise<Session> {
    this.#opening ??= this.#open();
    return await this.#opening;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const session = await this.#opening?.catch(() => undefined);
    await session?.close();
  }

  async #open(): Promise<Session> {
    let isOver = false;
    const forget = () => {
      if (isOver) return;
      isOver = true;
      this.#opening = undefined;
      this.#session = undefined;
    };
    try {
      this.#session = await Session.open(this.#url, forget);
      return this.#session;
    } catch (error) {
      forget();
      throw error;
    }
  }
}

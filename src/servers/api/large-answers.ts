import type { ServerResponse } from "node:http";
import { Budget } from "#platform/budget.ts";

/** A message has 40 MB at most, and takes some times as much while it is taken apart. */
const mostAtOnce = 4;

/**
 * What is read slowly, or not at all, stays in memory until then: so many large answers are held for each account. Who asks for more of
 * them waits, and no other account does.
 */
export class LargeAnswers {
  readonly #rooms = new Map<string, Budget>();

  /** Until the answer is sent, or its connection has ended. Rejects with the signal's reason. */
  async enter(account: string, response: ServerResponse, signal: AbortSignal): Promise<void> {
    const room = this.#rooms.getOrInsertComputed(account, () => new Budget(mostAtOnce));
    const place = await room.take(1, signal);
    const leave = () => place[Symbol.dispose]();
    if (response.closed || response.destroyed) leave();
    else response.once("close", leave);
  }
}

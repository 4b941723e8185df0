import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { Budget } from "#platform/budget.ts";
import { CallerError } from "#platform/errors.ts";
import type { Answer } from "./answer.ts";

/** A message has 40 MB at most, and takes some times as much while it is taken apart. */
const mostAtOnce = 4;

/** What is smaller does not count. */
const countedLength = 64 * 1024;
const mostUnread = 64 * 1024 * 1024;

/** What is read slowly, or not at all, stays in memory until then: of an account so much, and no other account is kept from anything by it. */
export class LargeAnswers {
  readonly #rooms = new Map<string, Budget>();
  readonly #inRooms = new WeakSet<ServerResponse>();
  readonly #unread = new Map<string, number>();

  /**
   * Before something is read that is many megabytes large: who asks for more waits. Holds until the answer is sent, or its connection has
   * ended. Rejects with the signal's reason.
   */
  async enter(account: string, response: ServerResponse, signal: AbortSignal): Promise<void> {
    const room = this.#rooms.getOrInsertComputed(account, () => new Budget(mostAtOnce));
    const place = await room.take(1, signal);
    this.#inRooms.add(response);
    onceGone(response, () => place[Symbol.dispose]());
  }

  /**
   * Any other answer that is about to be sent; it counts until it is, or its connection has ended. Only what is read has large ones, so
   * nothing was changed where one is refused. Throws `too-many-requests`.
   */
  hold(account: string, response: ServerResponse, answer: Answer): Answer {
    const { content } = answer;
    const length = content instanceof Readable ? 0 : content.length;
    if (length < countedLength || this.#inRooms.has(response)) return answer;
    const unread = this.#unread.get(account) ?? 0;
    if (unread > 0 && unread + length > mostUnread) {
      const message = "Too much of what was answered to this account is not read yet.";
      throw new CallerError("too-many-requests", message, [], { retryAfterSeconds: 1 });
    }
    this.#unread.set(account, unread + length);
    onceGone(response, () => this.#unread.set(account, (this.#unread.get(account) ?? 0) - length));
    return answer;
  }
}

function onceGone(response: ServerResponse, act: () => void): void {
  if (response.closed || response.destroyed) act();
  else response.once("close", act);
}

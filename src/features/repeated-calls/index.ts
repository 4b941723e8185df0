import { timingSafeEqual } from "node:crypto";
import { type Clock, dayMs, minuteMs } from "#platform/clock.ts";
import { badRequest, CallerError } from "#platform/errors.ts";
import type { Log } from "#platform/log.ts";
import type { Owner } from "#platform/owner.ts";
import type { RepeatedCallStore } from "./store.ts";

export { RepeatedCallStore } from "./store.ts";

const rememberedMs = dayMs;
/** A call that has no answer after this was cut off with the process that worked on it. */
const abandonedAfterMs = 2 * minuteMs;
const keyForm = /^[!-~]{1,255}$/;

/** Calls with an `Idempotency-Key`: made again, they get the answer they got before, and nothing is done twice. */
export class RepeatedCalls {
  readonly #store: RepeatedCallStore;
  readonly #clock: Clock;
  readonly #log: Log;

  constructor(parts: { store: RepeatedCallStore; clock: Clock; log: Log }) {
    this.#store = parts.store;
    this.#clock = parts.clock;
    this.#log = parts.log;
  }

  /**
   * Does what was asked for the first time, and remembers the answer for 24 hours. What failed may be asked anew. Throws `bad-request` for
   * a key that is none, `conflict` while the first call is under way or where another request had the key, and what `act` throws.
   */
  async once<Answer>(
    owner: Owner,
    {
      key: given,
      by,
      requestHash,
    }: {
      readonly key: string;
      /** Whose the key is, of the owner's; undefined: it is for all of them. */
      readonly by: string | undefined;
      readonly requestHash: Uint8Array;
    },
    act: () => Promise<Answer>,
  ): Promise<Answer> {
    if (!keyForm.test(given)) {
      const message = "An Idempotency-Key has 1 to 255 visible ASCII characters.";
      throw badRequest("Idempotency-Key", message);
    }
    // No key that is given has a space.
    const key = by === undefined ? given : `${by} ${given}`;
    const now = this.#clock.now();
    const abandonedBefore = now - abandonedAfterMs;
    if (!(await this.#store.begin(owner, { key, requestHash, now, abandonedBefore }))) {
      return await this.#answerOf<Answer>(owner, { key, requestHash });
    }
    let answer: Answer;
    try {
      answer = await act();
    } catch (error) {
      // What went wrong is for the caller; the key is free again once the call counts as abandoned.
      await this.#store.remove(owner, { key, begunAt: now }).catch((err: unknown) => {
        this.#log.warn({ err }, "The Idempotency-Key of a call that failed could not be freed.");
      });
      throw error;
    }
    await this.#store.finish(owner, { key, begunAt: now }, JSON.stringify(answer));
    return answer;
  }

  /** Forgets what is older than a day. */
  async forget(): Promise<void> {
    await this.#store.removeBegunBefore(this.#clock.now() - rememberedMs);
  }

  async #answerOf<Answer>(
    owner: Owner,
    { key, requestHash }: { readonly key: string; readonly requestHash: Uint8Array },
  ): Promise<Answer> {
    const known = await this.#store.find(owner, key);
    if (known !== undefined && !timingSafeEqual(known.requestHash, requestHash)) {
      throw new CallerError("conflict", "This Idempotency-Key was used for another request.");
    }
    if (known?.answer === undefined) {
      throw new CallerError("conflict", "The first request with this Idempotency-Key is still under way.");
    }
    return JSON.parse(known.answer) as Answer;
  }
}

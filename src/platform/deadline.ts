import type { Clock } from "./clock.ts";

interface UnderWay {
  readonly controller: AbortController;
  readonly endsAt: number;
}

/** A reason at hand: without one, every time would make an exception with its stack. */
const nothingLeft = new Error("Nothing is under way any more.");

/**
 * The same time for everything that is begun, and one timer for all of it: what has not ended by then is aborted. Signals and timers
 * of their own would cost more than the rest of an attempt's bookkeeping.
 */
export class Deadline {
  readonly #afterMs: number;
  readonly #reason: Error;
  readonly #clock: Clock;
  /** Those that end first come first. */
  readonly #underWay = new Set<UnderWay>();
  #watch: AbortController | undefined;

  constructor(options: { readonly afterMs: number; readonly reason: Error; readonly clock: Clock }) {
    this.#afterMs = options.afterMs;
    this.#reason = options.reason;
    this.#clock = options.clock;
  }

  /** The signal is aborted when the time is up, and when `stop` is. Disposing of it says that it ended. */
  begin(stop: AbortSignal): Disposable & { readonly signal: AbortSignal } {
    const controller = new AbortController();
    const onStop = () => controller.abort(stop.reason);
    if (stop.aborted) onStop();
    else stop.addEventListener("abort", onStop, { once: true });
    const begun = { controller, endsAt: this.#clock.now() + this.#afterMs };
    this.#underWay.add(begun);
    if (this.#watch === undefined) void this.#keepWatch();
    return {
      signal: controller.signal,
      [Symbol.dispose]: () => {
        stop.removeEventListener("abort", onStop);
        this.#underWay.delete(begun);
        if (this.#underWay.size > 0) return;
        this.#watch?.abort(nothingLeft);
        this.#watch = undefined;
      },
    };
  }

  async #keepWatch(): Promise<void> {
    const watch = new AbortController();
    this.#watch = watch;
    try {
      for (const begun of this.#underWay) {
        const leftMs = begun.endsAt - this.#clock.now();
        if (leftMs > 0) await this.#clock.sleep(leftMs, watch.signal);
        if (this.#underWay.has(begun)) begun.controller.abort(this.#reason);
      }
    } catch (error) {
      if (error !== nothingLeft) throw error;
    } finally {
      if (this.#watch === watch) this.#watch = undefined;
    }
  }
}

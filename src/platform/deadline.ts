import type { Clock } from "./clock.ts";
import { UnderWay } from "./under-way.ts";

interface Begun {
  readonly controller: AbortController;
  readonly endsAt: number;
}

/** The same time for everything that is begun: what has not ended by then is aborted. */
export class Deadline {
  readonly #afterMs: number;
  readonly #clock: Clock;
  readonly #underWay: UnderWay<Begun>;

  constructor(options: { readonly afterMs: number; readonly reason: Error; readonly clock: Clock }) {
    const { afterMs, reason, clock } = options;
    this.#afterMs = afterMs;
    this.#clock = clock;
    this.#underWay = new UnderWay(async (all, over) => {
      // Looked for anew each time: an iterator that waits while others come and go holds on to those that have gone.
      for (let next = oldest(all); next !== undefined; next = oldest(all)) {
        const leftMs = next.endsAt - clock.now();
        if (leftMs > 0) await clock.sleep(leftMs, over);
        if (all.has(next)) next.controller.abort(reason);
      }
    });
  }

  /** The signal is aborted when the time is up, and when `stop` is. Disposing of it says that it ended. */
  begin(stop: AbortSignal): Disposable & { readonly signal: AbortSignal } {
    const controller = new AbortController();
    const onStop = () => controller.abort(stop.reason);
    if (stop.aborted) onStop();
    else stop.addEventListener("abort", onStop, { once: true });
    const begun = this.#underWay.begin({ controller, endsAt: this.#clock.now() + this.#afterMs });
    return {
      signal: controller.signal,
      [Symbol.dispose]: () => {
        stop.removeEventListener("abort", onStop);
        begun[Symbol.dispose]();
      },
    };
  }
}

function oldest(all: ReadonlySet<Begun>): Begun | undefined {
  return all.values().find(({ controller }) => !controller.signal.aborted);
}

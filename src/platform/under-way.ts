/** A reason at hand: without one, every time would make an exception with its stack. */
const nothingLeft = new Error("Nothing is under way any more.");

/**
 * What is under way, and one watch over all of it while there is anything: signals and timers of their own would cost more than the rest
 * of an attempt's bookkeeping.
 */
export class UnderWay<Item> {
  /** What began first comes first. */
  readonly #items = new Set<Item>();
  readonly #watchOver: (items: ReadonlySet<Item>, over: AbortSignal) => Promise<void>;
  #watch: AbortController | undefined;

  /** The signal says that nothing is left; the watch ends by itself when all it can do is done, and begins anew with the next item. */
  constructor(watchOver: (items: ReadonlySet<Item>, over: AbortSignal) => Promise<void>) {
    this.#watchOver = watchOver;
  }

  /** Disposing of it says that the item has ended. */
  begin(item: Item): Disposable {
    this.#items.add(item);
    if (this.#watch === undefined) void this.#keepWatch();
    return {
      [Symbol.dispose]: () => {
        this.#items.delete(item);
        if (this.#items.size > 0) return;
        this.#watch?.abort(nothingLeft);
        this.#watch = undefined;
      },
    };
  }

  async #keepWatch(): Promise<void> {
    const watch = new AbortController();
    this.#watch = watch;
    try {
      await this.#watchOver(this.#items, watch.signal);
    } catch (error) {
      if (error !== nothingLeft) throw error;
    } finally {
      if (this.#watch === watch) this.#watch = undefined;
    }
  }
}

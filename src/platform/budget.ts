/** So much of something, such as memory, for everybody together. Who finds too little left waits in line. */
export class Budget {
  readonly #total: number;
  readonly #line: { readonly amount: number; readonly enter: () => void }[] = [];
  #left: number;

  constructor(total: number) {
    this.#total = total;
    this.#left = total;
  }

  /** What is wanted, or all there is; disposing of it gives it back. Rejects with the signal's reason. */
  async take(wanted: number, signal?: AbortSignal): Promise<Disposable> {
    signal?.throwIfAborted();
    const amount = Math.min(wanted, this.#total);
    if (this.#line.length > 0 || amount > this.#left) await this.#wait(amount, signal);
    else this.#left -= amount;
    return { [Symbol.dispose]: () => this.#giveBack(amount) };
  }

  async #wait(amount: number, signal: AbortSignal | undefined): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiting = { amount, enter: resolve };
    const leave = () => {
      const place = this.#line.indexOf(waiting);
      if (place !== -1) this.#line.splice(place, 1);
      this.#admit();
      reject(signal?.reason);
    };
    this.#line.push(waiting);
    signal?.addEventListener("abort", leave, { once: true });
    await promise.finally(() => signal?.removeEventListener("abort", leave));
  }

  #giveBack(amount: number): void {
    this.#left += amount;
    this.#admit();
  }

  /** In the order in which they came, so that one who wants much is not passed by for ever. */
  #admit(): void {
    for (let [first] = this.#line; first !== undefined && first.amount <= this.#left; [first] = this.#line) {
      this.#line.shift();
      this.#left -= first.amount;
      first.enter();
    }
  }
}

/** Wakes a worker as soon as there is work, so that its polling is only the safety net. */
export class Nudge {
  readonly #listeners = new Set<() => void>();

  /** Call after the commit that made the work. */
  give(): void {
    for (const listener of this.#listeners) listener();
  }

  listen(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) };
  }
}

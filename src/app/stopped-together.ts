/** Parts that do not need one another to stop, and so take no longer than the slowest of them does. */
export class StoppedTogether implements AsyncDisposable {
  readonly #parts: AsyncDisposable[] = [];

  /** What is not there need not stop. */
  use<Part extends AsyncDisposable | undefined>(part: Part): Part {
    if (part !== undefined) this.#parts.push(part);
    return part;
  }

  /** Waits for all of them, also past one that failed. */
  async [Symbol.asyncDispose](): Promise<void> {
    const ends = await Promise.allSettled(this.#parts.map(async (part) => await part[Symbol.asyncDispose]()));
    const failures = ends.flatMap((end) => (end.status === "rejected" ? [end.reason as unknown] : []));
    if (failures.length > 0) throw new AggregateError(failures, "Something could not be stopped.");
  }
}

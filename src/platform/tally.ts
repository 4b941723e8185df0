/** How many there are of each name now. Names without any take no room. */
export class Tally {
  readonly #counts = new Map<string, number>();

  add(name: string): void {
    this.#counts.set(name, this.of(name) + 1);
  }

  remove(name: string): void {
    const left = this.of(name) - 1;
    if (left > 0) this.#counts.set(name, left);
    else this.#counts.delete(name);
  }

  of(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  /** The names of which there are so many at least. */
  atLeast(count: number): string[] {
    return [...this.#counts].filter(([, has]) => has >= count).map(([name]) => name);
  }
}

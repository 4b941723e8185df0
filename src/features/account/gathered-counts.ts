import { nameOf, type Owner } from "#platform/owner.ts";

interface Count {
  readonly owner: Owner;
  readonly slot: number;
  n: number;
}

/**
 * Adds up what is counted while the counts before it are being written. One row counts for many messages: were it changed in the write
 * of each, those writes would wait for one another, on PostgreSQL some 300 µs a message.
 */
export class GatheredCounts {
  readonly #write: (counts: readonly Count[]) => Promise<void>;
  #gathered = new Map<string, Count>();
  #writing: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  constructor(write: (counts: readonly Count[]) => Promise<void>) {
    this.#write = write;
  }

  /** Resolves once it is on disk; what could not be written is written with the next, for nobody's message fails for it. */
  async add(owner: Owner, slot: number, n: number): Promise<void> {
    this.#gather({ owner, slot, n });
    this.#next ??= this.#writeNext(this.#writing);
    await this.#next;
  }

  async #writeNext(before: Promise<void>): Promise<void> {
    await before;
    const counts = [...this.#gathered.values()];
    this.#gathered = new Map();
    this.#next = undefined;
    this.#writing = this.#write(counts).catch(() => {
      for (const count of counts) this.#gather(count);
    });
    await this.#writing;
  }

  #gather({ owner, slot, n }: Count): void {
    const name = nameOf(owner, String(slot));
    const count = this.#gathered.get(name);
    if (count === undefined) this.#gathered.set(name, { owner, slot, n });
    else count.n += n;
  }
}

/** Where unpredictable bytes come from (`platform/random.ts`; tests hand in their own). */
export interface RandomBytes {
  bytes(count: number): Uint8Array;
}

const blockLength = 4096;

/** Hands out ids, choices and coins from blocks of random bytes: asking the system for two bytes at a time costs more than the query. */
export class Unpredictable {
  readonly #source: RandomBytes;
  #block: Uint8Array = new Uint8Array(0);
  #at = 0;
  #coins = 1;

  constructor(source: RandomBytes) {
    this.#source = source;
  }

  /** 0 … 65535. */
  uint16(): number {
    return (this.#byte() << 8) | this.#byte();
  }

  /** 0 … `count` - 1, for a count up to 65536. The bias of the remainder does not help anyone to guess. */
  below(count: number): number {
    return this.uint16() % count;
  }

  readonly coin = (): boolean => {
    if (this.#coins === 1) this.#coins = 0x100 | this.#byte();
    const side = (this.#coins & 1) === 1;
    this.#coins >>= 1;
    return side;
  };

  /** A copy of `items` in random order. */
  shuffled<Item>(items: readonly Item[]): Item[] {
    const left = [...items];
    const order: Item[] = [];
    while (left.length > 0) order.push(...left.splice(this.below(left.length), 1));
    return order;
  }

  #byte(): number {
    if (this.#at >= this.#block.length) {
      this.#block = this.#source.bytes(blockLength);
      this.#at = 0;
    }
    return this.#block[this.#at++] ?? 0;
  }
}

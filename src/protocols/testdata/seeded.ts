/** Test only: numbers that look random and repeat themselves (mulberry32). */
export interface Seeded {
  /** An integer in [0, limit). */
  below(limit: number): number;
  bytes(count: number): Uint8Array;
}

export function seeded(seed: number): Seeded {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (limit: number) => next() % limit;
  return { below, bytes: (count) => Uint8Array.from({ length: count }, () => below(256)) };
}

import { getRandomValues, randomBytes } from "node:crypto";

/** Where unpredictable bytes come from. Handed in, so that a test can repeat itself. */
export interface Random {
  bytes(count: number): Uint8Array;
}

const poolBytes = 4096;
const largestFromPool = 256;

/** The system's generator costs as much for ten bytes as for some thousands, so small pieces are cut from a large one. */
class PooledRandom implements Random {
  readonly #pool = new Uint8Array(poolBytes);
  #used = poolBytes;

  bytes(count: number): Uint8Array {
    if (count > largestFromPool) return randomBytes(count);
    if (this.#used + count > poolBytes) {
      getRandomValues(this.#pool);
      this.#used = 0;
    }
    const piece = this.#pool.slice(this.#used, this.#used + count);
    // What was given out is not to be found here again.
    this.#pool.fill(0, this.#used, this.#used + count);
    this.#used += count;
    return piece;
  }
}

export const systemRandom: Random = new PooledRandom();

const base32 = "abcdefghijklmnopqrstuvwxyz234567";

/** `length` characters of `[a-z2-7]`, 5 random bits each: fit for a DNS label, like SES's DKIM tokens. */
export function randomLabel(random: Random, length: number): string {
  return labelOf(random.bytes(length));
}

/** One such character for each byte. */
export function labelOf(bytes: Uint8Array): string {
  let label = "";
  for (const byte of bytes) label += base32[byte & 31];
  return label;
}

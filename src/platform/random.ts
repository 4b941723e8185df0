import { randomBytes } from "node:crypto";

/** Where unpredictable bytes come from. Handed in, so that a test can repeat itself. */
export interface Random {
  bytes(count: number): Uint8Array;
}

export const systemRandom: Random = { bytes: (count) => randomBytes(count) };

const base32 = "abcdefghijklmnopqrstuvwxyz234567";

/** `length` characters of `[a-z2-7]`, 5 random bits each: fit for a DNS label, like SES's DKIM tokens. */
export function randomLabel(random: Random, length: number): string {
  let label = "";
  for (const byte of random.bytes(length)) label += base32[byte & 31];
  return label;
}

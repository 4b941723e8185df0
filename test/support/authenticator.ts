import { totpCode } from "#protocols/totp/totp.ts";

const stepMs = 30_000;

/** What an authenticator app shows that was given the secret. */
export function codeOf(secret: string, now: number): string {
  return totpCode(fromBase32(secret), Math.floor(now / stepMs));
}

function fromBase32(text: string): Uint8Array {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = Array.from(text, (letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
}

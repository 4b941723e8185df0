import { createHmac, timingSafeEqual } from "node:crypto";

/** Time-based one-time passwords (RFC 6238) as authenticator apps make them: SHA-1, six digits, thirty seconds. */

const stepMs = 30_000;
const digits = 6;
/** RFC 6238 §5.2: one step either way, for clocks that are off and people who are slow. */
const tolerance = 1;

/** RFC 4226 §4: 160 bits. */
export const totpSecretBytes = 20;

export function totpCode(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac("sha1", secret).update(counter).digest();
  // RFC 4226 §5.3
  const offset = (digest.at(-1) ?? 0) & 15;
  const number = digest.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** digits).padStart(digits, "0");
}

/** The step that a code is good for at a time; undefined where it is good for none. A step must not be taken twice. */
export function totpStep(secret: Uint8Array, code: string, now: number): number | undefined {
  const current = Math.floor(now / stepMs);
  const given = Buffer.from(code.replaceAll(/\s/g, ""));
  let found: number | undefined;
  for (let step = current - tolerance; step <= current + tolerance; step += 1) {
    const right = Buffer.from(totpCode(secret, Math.max(0, step)));
    if (given.length === right.length && timingSafeEqual(given, right)) found = step;
  }
  return found;
}

/** What apps take as a QR code (https://github.com/google/google-authenticator/wiki/Key-Uri-Format). */
export function totpUri(
  secret: Uint8Array,
  name: { readonly issuer: string; readonly account: string },
): string {
  const issuer = encodeURIComponent(name.issuer);
  return `otpauth://totp/${issuer}:${encodeURIComponent(name.account)}?secret=${toBase32(secret)}&issuer=${issuer}`;
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** RFC 4648 §6, without padding. */
export function toBase32(bytes: Uint8Array): string {
  let text = "";
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet[(held >> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + alphabet[(held << (5 - bits)) & 31];
}

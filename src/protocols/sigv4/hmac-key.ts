import { hash, timingSafeEqual } from "node:crypto";
import type { VerifyingKey } from "./verifying-key.ts";

const blockBytes = 64;
const digestBytes = 32;
const maxTextBytes = 512;

/**
 * HMAC-SHA-256 (RFC 2104) by hand under a key that is used many times: the padded key waits in front of a buffer, so
 * a text costs two one-shot hashes. `createHmac` costs about 10 µs more on a busy server (a native handle to collect).
 */
export class HmacKey implements VerifyingKey {
  readonly #inner = Buffer.alloc(blockBytes + maxTextBytes, 0x36);
  readonly #outer = Buffer.alloc(blockBytes + digestBytes, 0x5c);

  constructor(key: Uint8Array) {
    const block = key.length > blockBytes ? hash("sha256", key, "buffer") : key;
    block.forEach((byte, at) => {
      this.#inner[at] = byte ^ 0x36;
      this.#outer[at] = byte ^ 0x5c;
    });
  }

  /** The MAC of a text of at most 512 bytes. */
  sign(text: string): Buffer {
    if (text.length > maxTextBytes) throw new RangeError(`${text.length} characters are too many to sign.`);
    const length = this.#inner.write(text, blockBytes, "latin1");
    this.#outer.set(hash("sha256", this.#inner.subarray(0, blockBytes + length), "buffer"), blockBytes);
    return hash("sha256", this.#outer, "buffer");
  }

  verifies(text: string, signature: Uint8Array): boolean {
    const expected = this.sign(text);
    return signature.length === expected.length && timingSafeEqual(signature, expected);
  }
}

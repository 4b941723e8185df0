import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";

/** 128 bits of a MAC: not to be guessed in the life of any link. */
const macBytes = 16;
/** What is longer is not read. */
export const longestToken = 4_096;

/**
 * Texts that travel through the world in links and come back as they were written, or not at all. What they say can be read by anybody;
 * that we said it, and what for, is proven by a MAC.
 */
export class SealedTokens {
  readonly #key: Uint8Array;

  /** `secret`: 32 bytes, the same in all processes. */
  constructor(secret: Uint8Array) {
    this.#key = new Uint8Array(hkdfSync("sha256", secret, new Uint8Array(0), "signet link tokens", 32));
  }

  write(purpose: string, content: readonly string[]): string {
    const text = Buffer.from(JSON.stringify(content)).toString("base64url");
    return `${text}.${this.mac(purpose, text).toString("base64url")}`;
  }

  /** Undefined for what we did not write for this purpose. */
  read(purpose: string, token: string): readonly string[] | undefined {
    if (token.length > longestToken) return undefined;
    const [text = "", mac = "", ...more] = token.split(".");
    const given = Buffer.from(mac, "base64url");
    if (more.length > 0 || given.length !== macBytes) return undefined;
    if (!timingSafeEqual(given, this.mac(purpose, text))) return undefined;
    return JSON.parse(Buffer.from(text, "base64url").toString("utf8")) as string[];
  }

  /** What proves a text that travels in another form. */
  mac(purpose: string, text: string): Buffer {
    return createHmac("sha256", this.#key).update(`${purpose}\n${text}`).digest().subarray(0, macBytes);
  }
}

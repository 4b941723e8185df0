import { type Clock, secondMs } from "#platform/clock.ts";

/** A public key to publish; `withoutKey` when the name is ours and the key behind it is still to be made. */
export type PublishedKey = { readonly publicKeyBase64: string } | { readonly withoutKey: true };

/** Where the zone learns its keys. Base64 of the DER SubjectPublicKeyInfo, as the `p=` of RFC 6376 §3.6.1 wants it. */
export interface DkimTokens {
  /** The key behind a customer's token; `undefined` when there is no such token. */
  publicKeyOf(token: string): Promise<PublishedKey | undefined>;
  /** The service's own key under a selector of its own. */
  serviceKeyOf(selector: string): Promise<PublishedKey | undefined>;
}

interface Remembered {
  readonly key: Promise<PublishedKey | undefined>;
  readonly askedAt: number;
}

const maxRemembered = 10_000;
const freshMs = secondMs;

/**
 * Remembers answers, also that there is none, for a second: a flood of one name is one look into the store, and a new
 * key is seen almost at once.
 */
export class RecentKeys {
  readonly #remembered = new Map<string, Remembered>();
  readonly #ask: (name: string) => Promise<PublishedKey | undefined>;
  readonly #clock: Clock;

  constructor(ask: (name: string) => Promise<PublishedKey | undefined>, clock: Clock) {
    this.#ask = ask;
    this.#clock = clock;
  }

  async of(name: string): Promise<PublishedKey | undefined> {
    const now = this.#clock.now();
    const known = this.#remembered.get(name);
    if (known !== undefined && now - known.askedAt < freshMs) return await known.key;
    const key = this.#ask(name);
    this.#remember(name, { key, askedAt: now });
    try {
      return await key;
    } catch (error) {
      this.#remembered.delete(name);
      throw error;
    }
  }

  #remember(name: string, entry: Remembered): void {
    this.#remembered.delete(name);
    const oldest = this.#remembered.keys().next();
    if (this.#remembered.size >= maxRemembered && oldest.done !== true) this.#remembered.delete(oldest.value);
    this.#remembered.set(name, entry);
  }
}

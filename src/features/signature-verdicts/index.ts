import { type DkimKeys, hasKey } from "#features/dkim-keys/index.ts";
import type { DnsInspector } from "#features/dns-evidence/index.ts";
import type { ServiceKey } from "#features/service-key/index.ts";
import { type Clock, minuteMs, secondMs } from "#platform/clock.ts";
import type { Owner } from "#platform/owner.ts";
import { Recent } from "#platform/recent.ts";
import {
  type NoKey,
  type SignatureVerdict,
  type SigningKey,
  signatureVerdicts,
} from "#protocols/dkim/verify.ts";
import { type Look, publishedKey } from "./published-key.ts";

export type { SignatureVerdict } from "#protocols/dkim/verify.ts";

/** Somebody waits for the message, and its signatures are but a part of it. */
const longestLookMs = 3 * secondMs;
/**
 * Who published a key does not take it away from one minute to the next; what others have signed is looked at again and again. That nobody
 * answered is remembered as long: it took longest to find out.
 */
const rememberedMs = minuteMs;
const mostRemembered = 500;

/**
 * Whether the signatures of a message hold: under the keys that are kept here, those that this installation signs with, which checks
 * compare with what is published; or else under what the DNS has, where somebody else has signed.
 */
export class SignatureVerdicts {
  readonly #dkimKeys: Pick<DkimKeys, "ofDomain" | "publicKeyOf">;
  readonly #serviceKey: Pick<ServiceKey, "open">;
  readonly #zone: string;
  readonly #inspector: Pick<DnsInspector, "textsBehind">;
  readonly #published: Recent<readonly string[] | undefined>;
  readonly #clock: Clock;

  constructor(parts: {
    dkimKeys: Pick<DkimKeys, "ofDomain" | "publicKeyOf">;
    serviceKey: Pick<ServiceKey, "open">;
    /** The domain that the service's own key signs for. */
    zone: string;
    inspector: Pick<DnsInspector, "textsBehind">;
    clock: Clock;
  }) {
    this.#dkimKeys = parts.dkimKeys;
    this.#serviceKey = parts.serviceKey;
    this.#zone = parts.zone;
    this.#inspector = parts.inspector;
    this.#clock = parts.clock;
    this.#published = new Recent({ clock: parts.clock, keptMs: rememberedMs, most: mostRemembered });
  }

  async of(owner: Owner, message: Uint8Array): Promise<SignatureVerdict[]> {
    const look = this.#lookInTime();
    return await signatureVerdicts(
      message,
      async (domain, selector) =>
        (await this.#keptKey(owner, domain, selector)) ?? (await publishedKey(domain, selector, look)),
      this.#clock.now(),
    );
  }

  /** Whoever has signed, us among them, by what the DNS has. */
  async byPublishedKeys(message: Uint8Array): Promise<SignatureVerdict[]> {
    const look = this.#lookInTime();
    const keyOf = async (domain: string, selector: string) => await publishedKey(domain, selector, look);
    return await signatureVerdicts(message, keyOf, this.#clock.now());
  }

  /** Without asking anybody: what others have signed is unchecked. */
  async byKeptKeys(owner: Owner, message: Uint8Array): Promise<SignatureVerdict[]> {
    return await signatureVerdicts(
      message,
      async (domain, selector) => (await this.#keptKey(owner, domain, selector)) ?? notLookedUp,
      this.#clock.now(),
    );
  }

  /** For all signatures of one message. */
  #lookInTime(): Look {
    const inTime = AbortSignal.timeout(longestLookMs);
    const textsBehind = this.#inspector.textsBehind(inTime);
    return async (name) =>
      await this.#published.get(name, async () => {
        try {
          return await textsBehind(name);
        } catch (error) {
          if (error === inTime.reason) return undefined;
          throw error;
        }
      });
  }

  async #keptKey(owner: Owner, domain: string, selector: string): Promise<SigningKey | undefined> {
    const base64 = await this.#kept(owner, domain, selector);
    return base64 === undefined
      ? undefined
      : { type: "rsa", publicKey: Buffer.from(base64, "base64"), from: "kept" };
  }

  /** Base64 of DER SubjectPublicKeyInfo. */
  async #kept(owner: Owner, domain: string, selector: string): Promise<string | undefined> {
    if (domain === this.#zone) {
      const key = await this.#serviceKey.open();
      return key.selector === selector ? key.publicKeyBase64 : undefined;
    }
    const keys = await this.#dkimKeys.ofDomain(owner, domain);
    const key = keys.find((candidate) => candidate.selector === selector);
    if (key !== undefined && hasKey(key)) return key.state.publicKey;
    // A token is its key's wherever it is lent: to another region, or to an account that may send for the domain.
    const lent = await this.#dkimKeys.publicKeyOf(selector);
    return lent !== undefined && "publicKeyBase64" in lent ? lent.publicKeyBase64 : undefined;
  }
}

const notLookedUp: NoKey = {
  fault: "Its public key is looked up when the message is read by its id.",
  isFinal: false,
};

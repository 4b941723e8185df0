import { type DkimKeys, hasKey } from "#features/dkim-keys/index.ts";
import type { DnsInspector } from "#features/dns-evidence/index.ts";
import type { ServiceKey } from "#features/service-key/index.ts";
import { secondMs } from "#platform/clock.ts";
import type { Owner } from "#platform/owner.ts";
import { type SignatureVerdict, type SigningKey, signatureVerdicts } from "#protocols/dkim/verify.ts";
import { publishedKey } from "./published-key.ts";

export type { SignatureVerdict } from "#protocols/dkim/verify.ts";

/** Somebody waits for the message, and its signatures are but a part of it. */
const longestLookMs = 3 * secondMs;

/**
 * Whether the signatures of a message hold: under the keys that are kept here, those that this installation signs with, which checks
 * compare with what is published; or else under what the DNS has, where somebody else has signed.
 */
export class SignatureVerdicts {
  readonly #dkimKeys: Pick<DkimKeys, "ofDomain" | "publicKeyOf">;
  readonly #serviceKey: Pick<ServiceKey, "open">;
  readonly #zone: string;
  readonly #inspector: Pick<DnsInspector, "textsBehind">;

  constructor(parts: {
    dkimKeys: Pick<DkimKeys, "ofDomain" | "publicKeyOf">;
    serviceKey: Pick<ServiceKey, "open">;
    /** The domain that the service's own key signs for. */
    zone: string;
    inspector: Pick<DnsInspector, "textsBehind">;
  }) {
    this.#dkimKeys = parts.dkimKeys;
    this.#serviceKey = parts.serviceKey;
    this.#zone = parts.zone;
    this.#inspector = parts.inspector;
  }

  async of(owner: Owner, message: Uint8Array): Promise<SignatureVerdict[]> {
    const inTime = AbortSignal.timeout(longestLookMs);
    return await signatureVerdicts(message, async (domain, selector) => {
      const kept = await this.#keptKey(owner, domain, selector);
      if (kept !== undefined) return keptKey(kept);
      return await publishedKey(domain, selector, async (name) => {
        try {
          return await this.#inspector.textsBehind(name, inTime);
        } catch (error) {
          if (error === inTime.reason) return undefined;
          throw error;
        }
      });
    });
  }

  /** Base64 of DER SubjectPublicKeyInfo. */
  async #keptKey(owner: Owner, domain: string, selector: string): Promise<string | undefined> {
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

function keptKey(base64: string): SigningKey {
  return { type: "rsa", publicKey: Buffer.from(base64, "base64"), from: "kept" };
}

import { type DkimKeys, hasKey } from "#features/dkim-keys/index.ts";
import type { ServiceKey } from "#features/service-key/index.ts";
import type { Owner } from "#platform/owner.ts";
import { type SignatureVerdict, signatureVerdicts } from "#protocols/dkim/verify.ts";

export type { SignatureVerdict } from "#protocols/dkim/verify.ts";

/**
 * Whether the signatures of a message hold under the keys that are kept here: those that this installation signs with, which
 * checks compare with what is published.
 */
export class SignatureVerdicts {
  readonly #dkimKeys: Pick<DkimKeys, "ofDomain" | "publicKeyOf">;
  readonly #serviceKey: Pick<ServiceKey, "open">;
  readonly #zone: string;

  constructor(parts: {
    dkimKeys: Pick<DkimKeys, "ofDomain" | "publicKeyOf">;
    serviceKey: Pick<ServiceKey, "open">;
    /** The domain that the service's own key signs for. */
    zone: string;
  }) {
    this.#dkimKeys = parts.dkimKeys;
    this.#serviceKey = parts.serviceKey;
    this.#zone = parts.zone;
  }

  async of(owner: Owner, message: Uint8Array): Promise<SignatureVerdict[]> {
    return await signatureVerdicts(message, async (domain, selector) => {
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
    });
  }
}

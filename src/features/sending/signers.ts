import type { SignWith } from "#features/delivery/index.ts";
import { type Identity, parentRegion } from "#features/identities/index.ts";
import type { Announcements } from "#platform/announcements.ts";
import type { Clock } from "#platform/clock.ts";
import { nameOf, type Owner } from "#platform/owner.ts";
import { Recent } from "#platform/recent.ts";
import type { DkimSigner } from "#protocols/dkim/sign.ts";
import type { KnownIdentities } from "./senders.ts";

type SigningKey = Omit<DkimSigner, "domain">;

export interface SigningKeys {
  /** The key that signs for a domain now, if one does. */
  signingKey(owner: Owner, domain: string): Promise<SigningKey | undefined>;
}

interface SignersParts {
  readonly identities: KnownIdentities;
  readonly dkimKeys: SigningKeys;
  readonly serviceSigner: () => Promise<DkimSigner>;
  readonly announcements: Announcements;
  readonly clock: Clock;
}

/** Whose keys sign a message: its sender's domain, and after it the service itself. */
export class Signers {
  readonly #parts: SignersParts;
  /** Opened keys. */
  readonly #recent: Recent<DkimSigner | undefined>;

  constructor(parts: SignersParts) {
    this.#parts = parts;
    this.#recent = new Recent(parts);
    for (const topic of ["identities", "dkim-keys"] as const) {
      parts.announcements.hear(topic, (name) => this.#recent.forget(name));
    }
  }

  readonly signersFor = async (signWith: SignWith): Promise<readonly DkimSigner[]> => {
    const service = await this.#parts.serviceSigner();
    if (signWith === "service") return [service];
    const { owner, domain } = signWith;
    const own = await this.#recent.get(nameOf(owner, domain), async () => await this.#find(owner, domain));
    return own === undefined ? [service] : [own, service];
  };

  /** The domain was fit to sign when the message was accepted; by now it may be switched off, or gone. */
  async #find(owner: Owner, domain: string): Promise<DkimSigner | undefined> {
    const identity = await this.#parts.identities.find(owner, domain);
    if (identity === undefined || !identity.dkim.signingEnabled) return undefined;
    const key = await this.#parts.dkimKeys.signingKey(ownerOfKey(identity), domain);
    return key && { domain, ...key };
  }
}

/** A replica signs with the key of its parent, in another region of the same account. */
function ownerOfKey({ owner, dkim }: Identity): Owner {
  const region = parentRegion(dkim.origin);
  return region === undefined ? owner : { account: owner.account, region };
}

import type { SignWith } from "#features/delivery/index.ts";
import { type Identity, parentRegion } from "#features/identities/index.ts";
import { type Clock, secondMs } from "#platform/clock.ts";
import type { Owner } from "#platform/owner.ts";
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
  readonly clock: Clock;
}

/** A key that was rotated away, or switched off, signs no longer than this. */
const keptMs = secondMs;
const mostKept = 10_000;

/** Whose keys sign a message: its sender's domain, and after it the service itself. Opened keys are kept for a second. */
export class Signers {
  readonly #parts: SignersParts;
  readonly #kept = new Map<
    string,
    { readonly until: number; readonly signer: Promise<DkimSigner | undefined> }
  >();

  constructor(parts: SignersParts) {
    this.#parts = parts;
  }

  readonly signersFor = async (signWith: SignWith): Promise<readonly DkimSigner[]> => {
    const service = await this.#parts.serviceSigner();
    if (signWith === "service") return [service];
    const own = await this.#ofDomain(signWith.owner, signWith.domain);
    return own === undefined ? [service] : [own, service];
  };

  async #ofDomain(owner: Owner, domain: string): Promise<DkimSigner | undefined> {
    const name = `${owner.account}/${owner.region}/${domain}`;
    const now = this.#parts.clock.now();
    const known = this.#kept.get(name);
    if (known !== undefined && known.until > now) return await known.signer;
    const signer = this.#find(owner, domain);
    if (this.#kept.size >= mostKept) this.#kept.clear();
    this.#kept.set(name, { until: now + keptMs, signer });
    signer.catch(() => this.#kept.delete(name));
    return await signer;
  }

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

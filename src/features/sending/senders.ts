import { type Identity, maySend } from "#features/identities/index.ts";
import type { Owner } from "#platform/owner.ts";

/** The identity that permits an address to send, and what its settings say. The most specific verified one decides. */
export interface Sender {
  readonly identity: Identity;
  /** The domain whose key signs; undefined: the service's own alone. */
  readonly signingDomain: string | undefined;
  /** The closest one whose custom MAIL FROM domain is set. */
  readonly mailFrom: Pick<Identity, "mailFrom" | "onMxFailure"> | undefined;
}

export interface KnownIdentities {
  /** As of now; undefined where there is none. */
  find(owner: Owner, name: string): Promise<Identity | undefined>;
}

/**
 * Finds what permits an address to send: the address itself, without its `+label`, its domain, or a domain above it (SES:
 * address, then closest domain, up to the root); of these none below `lent`, where one is named that its owner lets use. Undefined when
 * none of them is verified.
 */
export async function findSender(
  identities: KnownIdentities,
  owner: Owner,
  address: string,
  lent?: string,
): Promise<Sender | undefined> {
  const names = namesCovering(address);
  const candidates = await Promise.all(
    names
      .slice(lent === undefined ? 0 : names.indexOf(lent))
      .map(async (name) => await identities.find(owner, name)),
  );
  const verified = candidates.filter((identity) => identity !== undefined && maySend(identity));
  const [identity] = verified;
  return (
    identity && {
      identity,
      signingDomain: signingDomainAmong(verified),
      mailFrom: verified.find((one) => one?.mailFrom !== undefined),
    }
  );
}

/** From the most to the least specific: `a+b@mail.example.com`, `a@mail.example.com`, `mail.example.com`, `example.com`. */
export function namesCovering(address: string): string[] {
  const at = address.lastIndexOf("@");
  const local = address.slice(0, at);
  const domain = address.slice(at + 1);
  const plus = local.startsWith('"') ? -1 : local.indexOf("+");
  const withoutLabel = plus > 0 ? [`${local.slice(0, plus)}@${domain}`] : [];
  const labels = domain.toLowerCase().split(".");
  // An identity has two labels at least, unless it is all there is.
  const domains = labels
    .map((_, from) => labels.slice(from).join("."))
    .filter((name, index) => index === 0 || name.includes("."));
  return [address, ...withoutLabel, ...domains];
}

/**
 * Addresses sign with the key of their domain, unless they have opted out. A domain's own DKIM settings override those above it: switched off, it signs with none;
 * not yet proven, the next one above signs.
 */
function signingDomainAmong(verified: readonly (Identity | undefined)[]): string | undefined {
  const [sender] = verified;
  if (sender?.kind === "address" && sender.dkim.hasOptedOut) return undefined;
  for (const identity of verified) {
    if (identity?.kind !== "domain") continue;
    const { dkim, name } = identity;
    if (!dkim.signingEnabled) return undefined;
    if (dkim.verification.status === "success") return name;
  }
  return undefined;
}

import type { MailedToken, VerificationLinks } from "#features/verification-links/index.ts";
import type { Change } from "#platform/change.ts";
import { type Clock, minuteMs } from "#platform/clock.ts";
import { CallerError } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";
import { type Verification, verificationAt } from "./identity.ts";
import type { LinkHosts } from "./link-hosts.ts";
import { nameAsKept } from "./new-identity.ts";
import { noSuchIdentity } from "./refusals.ts";
import type { IdentityStore } from "./store.ts";

/** A mailbox is not to be filled by pressing "resend". */
const resendEveryMs = minuteMs;

export type Confirmation =
  | {
      readonly outcome: "verified" | "already-verified" | "expired";
      readonly address: string;
      readonly region: string;
      /** Where to go on to, where the message was somebody's own. */
      readonly redirect?: string;
    }
  | { readonly outcome: "not-valid" };

/** The mailed link that proves an address. */
export class AddressProof {
  readonly #store: IdentityStore;
  readonly #links: VerificationLinks;
  readonly #linkHosts: Pick<LinkHosts, "isForeign">;
  readonly #clock: Clock;

  constructor(parts: {
    store: IdentityStore;
    links: VerificationLinks;
    linkHosts: Pick<LinkHosts, "isForeign">;
    clock: Clock;
  }) {
    this.#store = parts.store;
    this.#links = parts.links;
    this.#linkHosts = parts.linkHosts;
    this.#clock = parts.clock;
  }

  /** Someone followed a link, at a host. The first time within 24 hours verifies; every later time says so. */
  async confirmAddress(token: string, host: string): Promise<Confirmation> {
    const link = await this.#links.find(token);
    if (link !== undefined && (await this.#linkHosts.isForeign(link.owner.account, host))) {
      return { outcome: "not-valid" };
    }
    const identity = link && (await this.#store.find(link.owner, link.address));
    if (link === undefined || identity === undefined || identity.id !== link.identityId) {
      return { outcome: "not-valid" };
    }
    const about = {
      address: identity.name,
      region: identity.owner.region,
      ...(link.redirects === undefined ? {} : { redirect: link.redirects.success }),
    };
    if (link.usedAt !== undefined || identity.verification.status === "success") {
      return { outcome: "already-verified", ...about };
    }
    const now = this.#clock.now();
    if (now >= link.expiresAt) {
      const redirect = link.redirects?.failure;
      return { outcome: "expired", ...about, ...(redirect === undefined ? {} : { redirect }) };
    }
    const success = { verification_status: "success", verification_status_since: now } as const;
    const proof = this.#store.update(identity, { ...success, last_checked_at: now, last_success_at: now });
    try {
      await this.#store.write([...proof, ...this.#links.changesToUse(token, now)]);
    } catch (error) {
      // Two clicks at once: the other one was first.
      if (error instanceof CallerError && error.problem === "conflict")
        return { outcome: "already-verified", ...about };
      throw error;
    }
    return { outcome: "verified", ...about };
  }

  /** Begins a proof, also of an address that is verified, by a link that what is written alongside mails. Throws `not-found`, `too-many-requests`. */
  async ask(
    owner: Owner,
    name: string,
    { mailed, alongside }: { readonly mailed: MailedToken; readonly alongside: readonly Change[] },
  ): Promise<void> {
    const identity = await this.#store.find(owner, nameAsKept(name));
    if (identity === undefined) throw noSuchIdentity(name);
    const now = this.#clock.now();
    const verification = verificationAt(identity.kind, identity.verification, now);
    if (wasJustSent(verification, now)) throw sentJustNow();
    await this.#store.write([
      ...(verification.status === "success" ? [] : this.#store.restartProof(identity, now, sentJustNow)),
      ...this.#links.changesToKeep({ owner, identityId: identity.id, address: identity.name }, mailed),
      ...alongside,
    ]);
  }

  /**
   * As `resend`, for whom it is enough that the address has a link: none goes to one that is verified, or was mailed within the minute.
   * Throws `not-found`, `too-many-requests`.
   */
  async remind(owner: Owner, name: string): Promise<void> {
    const identity = await this.#store.find(owner, nameAsKept(name));
    if (identity === undefined) throw noSuchIdentity(name);
    const now = this.#clock.now();
    const verification = verificationAt(identity.kind, identity.verification, now);
    if (verification.status === "success" || wasJustSent(verification, now)) return;
    try {
      await this.resend(owner, name);
    } catch (error) {
      // Somebody else had it mailed meanwhile.
      if (!(error instanceof SentJustNow)) throw error;
    }
  }

  /** Mails a new link. Throws `not-found`, `bad-request` for what is no unverified address, `too-many-requests`. */
  async resend(owner: Owner, name: string): Promise<void> {
    const identity = await this.#store.find(owner, nameAsKept(name));
    if (identity === undefined) throw noSuchIdentity(name);
    if (identity.kind !== "address") {
      throw new CallerError(
        "bad-request",
        "A domain is proven by its DNS records; there is no message to send again.",
      );
    }
    const now = this.#clock.now();
    await this.#links.requireRoom(identity.name);
    const verification = verificationAt(identity.kind, identity.verification, now);
    if (verification.status === "success")
      throw new CallerError("bad-request", `Email identity ${name} is already verified.`);
    if (wasJustSent(verification, now)) throw sentJustNow();
    this.#links.requireTurn(owner.account);
    await this.#store.write([
      ...this.#store.restartProof(identity, now, sentJustNow),
      ...this.#links.changesToSend({ owner, identityId: identity.id, address: identity.name }),
    ]);
  }
}

function wasJustSent({ status, since }: Verification, now: number): boolean {
  return status === "pending" && now - since < resendEveryMs && now >= since;
}

class SentJustNow extends CallerError {
  constructor() {
    super("too-many-requests", "A message was sent less than a minute ago.");
  }
}

function sentJustNow(): SentJustNow {
  return new SentJustNow();
}

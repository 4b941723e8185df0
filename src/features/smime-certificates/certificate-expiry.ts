import type { OwnerNotices } from "#features/owner-notices/index.ts";
import type { Change } from "#platform/change.ts";
import type { Clock } from "#platform/clock.ts";
import { leaseLostOrThrow } from "#platform/lease-lost.ts";
import { expiryNotice, isTimeToTell, nextNoticeAt } from "./expiry-notice.ts";
import type { IdentityCertificateStore } from "./identity-certificates-store.ts";
import type { ExpiringCertificate, SmimeCertificateStore } from "./store.ts";

const batch = 100;
/** Of those who sign with one, so many are named. */
const mostNamed = 5;

/** Tells owners that certificates expire which messages are signed with. */
export class CertificateExpiry {
  readonly #certificates: SmimeCertificateStore;
  readonly #associations: IdentityCertificateStore;
  readonly #notices: Pick<OwnerNotices, "changesToMail">;
  readonly #clock: Clock;

  constructor(parts: {
    certificates: SmimeCertificateStore;
    associations: IdentityCertificateStore;
    notices: Pick<OwnerNotices, "changesToMail">;
    clock: Clock;
  }) {
    this.#certificates = parts.certificates;
    this.#associations = parts.associations;
    this.#notices = parts.notices;
    this.#clock = parts.clock;
  }

  /** Those of which the owner is to hear now; each comes up until it was told of, here or by another process. */
  async *due(): AsyncGenerator<ExpiringCertificate> {
    let found: readonly ExpiringCertificate[];
    do {
      found = await this.#certificates.dueToTell(this.#clock.now(), batch);
      yield* found;
    } while (found.length === batch);
  }

  /** The word and that it was said are written as one, by whichever process is first. One that signs nothing is not worth a word. */
  async tell(certificate: ExpiringCertificate): Promise<"told" | "not-wanted" | "lease-lost"> {
    const now = this.#clock.now();
    const { notAfter } = certificate;
    const mailed = isTimeToTell(notAfter, now) ? await this.#word(certificate, now) : [];
    try {
      const said = this.#certificates.changeTold(certificate, nextNoticeAt(notAfter, now));
      await this.#certificates.write([said, ...mailed]);
    } catch (error) {
      return leaseLostOrThrow(error);
    }
    return mailed.length > 0 ? "told" : "not-wanted";
  }

  async #word(certificate: ExpiringCertificate, now: number): Promise<readonly Change[]> {
    const { owner, id } = certificate;
    const uses = (await this.#associations.usesOf(owner, [id], mostNamed)).get(id);
    if (uses === undefined) return [];
    return await this.#notices.changesToMail(owner, expiryNotice(certificate, { uses, now }));
  }
}

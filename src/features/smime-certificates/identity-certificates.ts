import { X509Certificate } from "node:crypto";
import { type Identity, noSuchIdentity } from "#features/identities/index.ts";
import type { Announcements } from "#platform/announcements.ts";
import type { Change } from "#platform/change.ts";
import type { Clock } from "#platform/clock.ts";
import { badRequest } from "#platform/errors.ts";
import { nameOf, type Owner } from "#platform/owner.ts";
import { type Page, type PageRequest, readPage } from "#platform/paging.ts";
import { Recent } from "#platform/recent.ts";
import type { Secrets } from "#platform/secrets.ts";
import { asCompared, readAddress } from "#protocols/address/address.ts";
import { isFor } from "#protocols/smime/certificate.ts";
import type { SmimeSigner } from "#protocols/smime/signature.ts";
import { idIn } from "./certificate-arn.ts";
import type { IdentityCertificate, IdentityCertificateStore } from "./identity-certificates-store.ts";
import { type OpenedCertificate, opened } from "./opened.ts";
import { noSuchCertificate } from "./refusals.ts";
import type { SmimeCertificateStore } from "./store.ts";

interface KnownIdentities {
  find(owner: Owner, name: string): Promise<Pick<Identity, "name" | "kind"> | undefined>;
  changeRequiringExistence(owner: Owner, name: string): Change;
}

/** Whether a certificate signs now, in SES's words: not yet, or no more. */
export type CertificateStatus = "ACTIVE" | "INACTIVE" | "FAILED";

/** With those that vouch for it, one may have 48 KB. */
const mostOpened = 1_000;

/** Which certificate signs what an identity sends from an address. */
export class IdentityCertificates {
  readonly #certificates: SmimeCertificateStore;
  readonly #associations: IdentityCertificateStore;
  readonly #identities: KnownIdentities;
  readonly #secrets: Secrets;
  readonly #clock: Clock;
  /** Opened keys, by the address that they sign for. */
  readonly #recent: Recent<OpenedCertificate | undefined>;

  constructor(parts: {
    certificates: SmimeCertificateStore;
    associations: IdentityCertificateStore;
    identities: KnownIdentities;
    secrets: Secrets;
    announcements: Announcements;
    clock: Clock;
  }) {
    this.#certificates = parts.certificates;
    this.#associations = parts.associations;
    this.#identities = parts.identities;
    this.#secrets = parts.secrets;
    this.#clock = parts.clock;
    this.#recent = new Recent({ ...parts, most: mostOpened });
    parts.announcements.hear("smime-certificates", (owner) =>
      this.#recent.forgetWhere((name) => owner === undefined || name.startsWith(`${owner}/`)),
    );
  }

  /** Throws `not-found` (identity, certificate), `already-exists`, `bad-request` where the certificate is not the address's or has expired. */
  async associate(
    owner: Owner,
    { identity, from, arn }: { identity: string; from: string | undefined; arn: string },
  ): Promise<void> {
    const { name, fromAddress } = await this.#placeOf(owner, identity, from);
    const id = idIn(arn, owner);
    const certificate = id && (await this.#certificates.find({ ...owner, id }));
    if (!certificate) throw noSuchCertificate(arn);
    const { raw } = new X509Certificate(certificate.chain);
    if (!isFor(raw, fromAddress)) {
      const whose = certificate.addresses.join(", ");
      throw badRequest("CertificateArn", `The certificate is for ${whose}, not for ${fromAddress}.`);
    }
    if (certificate.notAfter <= this.#clock.now()) {
      const since = new Date(certificate.notAfter).toISOString();
      throw badRequest("CertificateArn", `The certificate expired at ${since}.`);
    }
    await this.#certificates.write([
      this.#identities.changeRequiringExistence(owner, name),
      this.#certificates.requireExistence({ ...owner, id: certificate.id }),
      ...this.#associations.changesToInsert({ ...owner, identity: name, fromAddress }, certificate.id),
    ]);
  }

  /** One that is not there is as good as gone. Throws `not-found` (identity), `bad-request`. */
  async disassociate(owner: Owner, identity: string, from: string | undefined): Promise<void> {
    const { name, fromAddress } = await this.#placeOf(owner, identity, from);
    await this.#certificates.write(
      this.#associations.changesToRemove({ ...owner, identity: name, fromAddress }),
    );
  }

  /** By address. Throws `not-found` (identity), `bad-request` for a page that cannot be. */
  async list(
    owner: Owner,
    identity: string,
    page: PageRequest,
  ): Promise<Page<IdentityCertificate & { readonly status: CertificateStatus }>> {
    const { name } = await this.#existing(owner, identity);
    const found = await readPage<IdentityCertificate>(page, {
      name: "identity-certificates",
      positionOf: ({ fromAddress }) => fromAddress,
      read: async (from) => await this.#associations.list(owner, name, from),
    });
    return {
      ...found,
      items: found.items.map((one) => ({ ...one, status: this.#statusOf(one) })),
    };
  }

  /** Who signs what an identity sends from an address now; undefined: nobody. */
  async signerFor(owner: Owner, identity: string, from: string): Promise<SmimeSigner | undefined> {
    const fromAddress = asCompared(from);
    const signer = await this.#recent.get(nameOf(owner, `${identity}/${fromAddress}`), async () => {
      const id = await this.#associations.find({ ...owner, identity, fromAddress });
      const certificate = id && (await this.#certificates.find({ ...owner, id }));
      return certificate ? opened(certificate, this.#secrets) : undefined;
    });
    return signer !== undefined && this.#statusOf(signer) === "ACTIVE" ? signer : undefined;
  }

  /** For who deletes an identity. */
  changesToRemoveAll(owner: Owner, identity: string): readonly Change[] {
    return this.#associations.changesToRemoveAll(owner, identity);
  }

  async #existing(owner: Owner, identity: string) {
    const found = await this.#identities.find(owner, identity);
    if (found === undefined) throw noSuchIdentity(identity);
    return found;
  }

  #statusOf({ notBefore, notAfter }: Pick<IdentityCertificate, "notBefore" | "notAfter">): CertificateStatus {
    const now = this.#clock.now();
    if (now >= notAfter) return "FAILED";
    return now < notBefore ? "INACTIVE" : "ACTIVE";
  }

  /** An address identity sends from itself alone; a domain from its own addresses and its subdomains'. */
  async #placeOf(owner: Owner, identity: string, from: string | undefined) {
    const { name, kind } = await this.#existing(owner, identity);
    if (kind === "address") {
      const fromAddress = asCompared(name);
      if (from === undefined || nameIn(from) === fromAddress) return { name, fromAddress };
      throw badRequest("FromAddress", `FromAddress must be ${name}, as the identity is an address.`);
    }
    if (from === undefined) throw badRequest("FromAddress", "FromAddress is required for a domain identity.");
    const fromAddress = nameIn(from);
    const domain = fromAddress.slice(fromAddress.lastIndexOf("@") + 1);
    if (domain === name || domain.endsWith(`.${name}`)) return { name, fromAddress };
    throw badRequest("FromAddress", `FromAddress must be an address at ${name} or a subdomain of it.`);
  }
}

/** As addresses are kept. Throws `bad-request`. */
function nameIn(from: string): string {
  const reading = readAddress(from);
  if (!reading.ok) throw badRequest("FromAddress", `Invalid email address<${from}>.`);
  return asCompared(reading.address.name);
}

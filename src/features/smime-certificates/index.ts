import { X509Certificate } from "node:crypto";
import type { Clock } from "#platform/clock.ts";
import { badRequest, CallerError } from "#platform/errors.ts";
import { newId } from "#platform/ids.ts";
import type { Owner } from "#platform/owner.ts";
import { type Page, type PageRequest, readPage } from "#platform/paging.ts";
import type { Random } from "#platform/random.ts";
import type { Secrets } from "#platform/secrets.ts";
import { isFor, readSigningCertificate } from "#protocols/smime/certificate.ts";
import { nextNoticeAt } from "./expiry-notice.ts";
import type { IdentityCertificateStore, Use } from "./identity-certificates-store.ts";
import { sealContext } from "./opened.ts";
import { noSuchCertificate } from "./refusals.ts";
import type { SmimeCertificate, SmimeCertificateStore } from "./store.ts";

export { arnOf } from "./certificate-arn.ts";
export { CertificateExpiry } from "./certificate-expiry.ts";
export { IdentityCertificates } from "./identity-certificates.ts";
export { IdentityCertificateStore } from "./identity-certificates-store.ts";
export { type SmimeCertificate, SmimeCertificateStore } from "./store.ts";

const mostCertificates = 1_000;
const mostUses = 100;

interface Pem {
  /** With those that vouch for it, in any order. */
  readonly certificate: string;
  readonly key: string;
}

/** Certificates that messages are signed with, and their private keys: what AWS Certificate Manager is to SES. */
export class SmimeCertificates {
  readonly #store: SmimeCertificateStore;
  readonly #associations: IdentityCertificateStore;
  readonly #secrets: Secrets;
  readonly #clock: Clock;
  readonly #random: Random;

  constructor(parts: {
    store: SmimeCertificateStore;
    associations: IdentityCertificateStore;
    secrets: Secrets;
    clock: Clock;
    random: Random;
  }) {
    this.#store = parts.store;
    this.#associations = parts.associations;
    this.#secrets = parts.secrets;
    this.#clock = parts.clock;
    this.#random = parts.random;
  }

  /** Throws `bad-request`, `limit-exceeded`. */
  async import(owner: Owner, pem: Pem): Promise<SmimeCertificate> {
    const createdAt = this.#clock.now();
    const certificate = this.#read(pem, { owner, id: newId("crt", createdAt, this.#random), createdAt });
    await this.#store.insert(certificate, mostCertificates);
    return certificate;
  }

  /**
   * A renewed one in the place of another: whoever signs with that signs with this from now on. Throws `not-found`, `bad-request`, also where
   * it is not for all addresses that the other was for; `conflict` where another renewal was faster.
   */
  async replace(owner: Owner, id: string, pem: Pem): Promise<SmimeCertificate> {
    const old = await this.get(owner, id);
    const certificate = this.#read(pem, old);
    const { raw } = new X509Certificate(certificate.chain);
    const lost = old.addresses.filter((address) => !isFor(raw, address));
    if (lost.length > 0) throw badRequest("certificate", `The certificate is not for ${lost.join(", ")}.`);
    await this.#store.replace(old, certificate);
    return certificate;
  }

  /** Each with those who sign with it, the first 100. Throws `bad-request` for a page that cannot be. */
  async list(
    owner: Owner,
    page: PageRequest,
  ): Promise<Page<SmimeCertificate & { readonly uses: readonly Use[] }>> {
    const found = await readPage<SmimeCertificate>(page, {
      name: "certificates",
      positionOf: ({ id }) => id,
      read: async (from) => await this.#store.list(owner, from),
    });
    const ids = found.items.map(({ id }) => id);
    const uses = await this.#associations.usesOf(owner, ids, mostUses);
    return { ...found, items: found.items.map((one) => ({ ...one, uses: uses.get(one.id) ?? [] })) };
  }

  /** Throws `not-found`. */
  async get(owner: Owner, id: string): Promise<SmimeCertificate> {
    const certificate = await this.#store.find({ ...owner, id });
    if (certificate === undefined) throw noSuchCertificate(id);
    return certificate;
  }

  /** Throws `not-found`, and `conflict` while it is associated with an identity. */
  async remove(owner: Owner, id: string): Promise<void> {
    const [first] = (await this.#associations.usesOf(owner, [id], 1)).get(id) ?? [];
    const use = first ? `signs what ${first.identity} sends from ${first.fromAddress}` : "is in use";
    const inUse = () => new CallerError("conflict", `Certificate ${id} ${use}: disassociate it first.`);
    await this.#store.write([
      this.#store.requireExistence({ ...owner, id }, { hold: true }),
      this.#associations.requireNone(owner, id, inUse),
      ...this.#store.changesToRemove({ ...owner, id }),
    ]);
  }

  #read(pem: Pem, { owner, id, createdAt }: Pick<SmimeCertificate, "owner" | "id" | "createdAt">) {
    const reading = readSigningCertificate(pem);
    if (!reading.ok) {
      throw badRequest(reading.part === "key" ? "private_key" : "certificate", reading.fault);
    }
    const { chain, privateKey, addresses, notBefore, notAfter } = reading.certificate;
    const now = this.#clock.now();
    if (notAfter <= now) {
      throw badRequest("certificate", `The certificate expired at ${new Date(notAfter).toISOString()}.`);
    }
    const der = privateKey.export({ format: "der", type: "pkcs8" });
    return {
      owner,
      id,
      createdAt,
      chain: chain.map((one) => new X509Certificate(one).toString()).join(""),
      addresses,
      notBefore,
      notAfter,
      noticeDueAt: nextNoticeAt(notAfter, now),
      privateKeySealed: this.#secrets.seal(der, sealContext(id)),
    };
  }
}

import type { Database, Step } from "#platform/database/database.ts";
import { requireFewerThan } from "#platform/database/require-fewer-than.ts";
import { CallerError } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";
import { changed } from "./store.ts";

/** Which certificate signs what an identity sends from an address. */
export interface IdentityCertificate {
  readonly fromAddress: string;
  readonly certificate: string;
  readonly notBefore: number;
  readonly notAfter: number;
}

type Place = Owner & { readonly identity: string; readonly fromAddress: string };

export class IdentityCertificateStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Guarded. Throws `already-exists`. */
  changesToInsert({ account, region, identity, fromAddress }: Place, certificate: string): Step[] {
    const query = this.#database.build
      .insertInto("identity_certificates")
      .values({ account, region, identity, from_address: fromAddress, certificate })
      .onConflict((conflict) => conflict.doNothing())
      .compile();
    const otherwise = () =>
      new CallerError("already-exists", `A certificate is already associated with ${fromAddress}.`);
    return [{ query, otherwise }, changed({ account, region })];
  }

  changesToRemove({ account, region, identity, fromAddress }: Place): Step[] {
    const query = this.#database.build
      .deleteFrom("identity_certificates")
      .where((row) => row.and({ account, region, identity, from_address: fromAddress }))
      .compile();
    return [{ query }, changed({ account, region })];
  }

  changesToRemoveAll(owner: Owner, identity: string): Step[] {
    const query = this.#database.build
      .deleteFrom("identity_certificates")
      .where((row) => row.and({ ...owner, identity }))
      .compile();
    return [{ query }, changed(owner)];
  }

  /** One of those who sign with it. */
  async firstWith(
    owner: Owner,
    certificate: string,
  ): Promise<{ readonly identity: string; readonly fromAddress: string } | undefined> {
    const [row] = await this.#database.read(
      this.#database.build
        .selectFrom("identity_certificates")
        .select(["identity", "from_address as fromAddress"])
        .where((associated) => associated.and({ ...owner, certificate }))
        .orderBy("identity")
        .orderBy("from_address")
        .limit(1)
        .compile(),
    );
    return row;
  }

  /** Guarded: nobody signs with it. */
  requireNone(owner: Owner, certificate: string, otherwise: () => Error): Step {
    const having = this.#database.build
      .selectFrom("identity_certificates")
      .where((row) => row.and({ ...owner, certificate }));
    return requireFewerThan(1, having, otherwise);
  }

  async list(
    owner: Owner,
    identity: string,
    from: { readonly after: string | undefined; readonly limit: number },
  ): Promise<IdentityCertificate[]> {
    const rows = await this.#database.read(
      this.#withCertificates(owner, identity)
        .where("from_address", ">", from.after ?? "")
        .orderBy("from_address")
        .limit(from.limit)
        .compile(),
    );
    return rows.map((row) => ({
      fromAddress: row.from_address,
      certificate: row.certificate,
      notBefore: row.not_before,
      notAfter: row.not_after,
    }));
  }

  /** The certificate of an address. */
  async find({ account, region, identity, fromAddress }: Place): Promise<string | undefined> {
    const [row] = await this.#database.read(
      this.#withCertificates({ account, region }, identity).where("from_address", "=", fromAddress).compile(),
    );
    return row?.certificate;
  }

  #withCertificates({ account, region }: Owner, identity: string) {
    return this.#database.build
      .selectFrom("identity_certificates")
      .innerJoin("smime_certificates", (join) =>
        join
          .onRef("smime_certificates.account", "=", "identity_certificates.account")
          .onRef("smime_certificates.region", "=", "identity_certificates.region")
          .onRef("smime_certificates.id", "=", "identity_certificates.certificate"),
      )
      .select(["from_address", "certificate", "not_before", "not_after"])
      .where("identity_certificates.account", "=", account)
      .where("identity_certificates.region", "=", region)
      .where("identity", "=", identity);
  }
}

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

/** What signs with a certificate. */
export interface Use {
  readonly identity: string;
  readonly fromAddress: string;
}

type Place = Owner & Use;

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

  /** Who signs with each of these certificates, the first so many of each. */
  async usesOf(
    owner: Owner,
    certificates: readonly string[],
    most: number,
  ): Promise<ReadonlyMap<string, readonly Use[]>> {
    if (certificates.length === 0) return new Map();
    const { build } = this.#database;
    const numbered = build
      .selectFrom("identity_certificates")
      .select(["certificate", "identity", "from_address"])
      .select(({ fn }) =>
        fn
          .agg<number>("row_number")
          .over((all) => all.partitionBy("certificate").orderBy("identity").orderBy("from_address"))
          .as("number"),
      )
      .where((associated) => associated.and({ ...owner }))
      .where("certificate", "in", certificates);
    const rows = await this.#database.read(
      build
        .selectFrom(numbered.as("numbered"))
        .selectAll()
        .where("number", "<=", most)
        .orderBy("certificate")
        .orderBy("number")
        .compile(),
    );
    const uses = rows.map((row) => ({
      certificate: row.certificate,
      identity: row.identity,
      fromAddress: row.from_address,
    }));
    return Map.groupBy(uses, ({ certificate }) => certificate);
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

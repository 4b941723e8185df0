import type { Selectable } from "kysely";
import type { Database, Step } from "#platform/database/database.ts";
import { requireRoom } from "#platform/database/require-fewer-than.ts";
import type { SmimeCertificatesTable } from "#platform/database/tables/smime-certificates.ts";
import { CallerError } from "#platform/errors.ts";
import { LeaseLost } from "#platform/lease-lost.ts";
import { nameOf, type Owner } from "#platform/owner.ts";
import { noSuchCertificate } from "./refusals.ts";

export interface SmimeCertificate {
  readonly owner: Owner;
  readonly id: string;
  /** Whose it is: in the form of the certificate. */
  readonly addresses: readonly string[];
  readonly notBefore: number;
  readonly notAfter: number;
  readonly createdAt: number;
}

/** One of which the owner is to hear. */
export interface ExpiringCertificate extends SmimeCertificate {
  readonly noticeDueAt: number;
}

export interface KeptCertificate extends SmimeCertificate {
  /** When the owner is next to be told that it expires; undefined: no more. */
  readonly noticeDueAt: number | undefined;
  /** PEM, the signer's own first. */
  readonly chain: string;
  readonly privateKeySealed: Uint8Array;
}

type Key = Owner & { readonly id: string };

/** All but what is long: chains, and private keys. */
const shownColumns = [
  "account",
  "region",
  "id",
  "addresses",
  "not_before",
  "not_after",
  "created_at",
] as const;

export class SmimeCertificateStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Unless there are so many already. Throws `limit-exceeded`. */
  async insert(certificate: KeptCertificate, most: number): Promise<void> {
    const { owner } = certificate;
    const { build } = this.#database;
    await this.#database.write([
      ...requireRoom(
        this.#database,
        most,
        build.selectFrom("smime_certificates").where((row) => row.and({ ...owner })),
        () => new CallerError("limit-exceeded", `There are at most ${most} certificates.`),
      ),
      { query: build.insertInto("smime_certificates").values(toRow(certificate)).compile() },
    ]);
  }

  /** In the place of the one of the same id. Throws `not-found`, and `conflict` where that is no more for the same addresses. */
  async replace(old: SmimeCertificate, certificate: KeptCertificate): Promise<void> {
    const { owner, id } = old;
    const query = this.#database.build
      .updateTable("smime_certificates")
      .set(toRow(certificate))
      .where((row) => row.and({ ...owner, id, addresses: JSON.stringify(old.addresses) }))
      .compile();
    const otherwise = () =>
      new CallerError("conflict", `Certificate ${id} was renewed by somebody else meanwhile.`);
    await this.#database.write([
      this.requireExistence({ ...owner, id }, { hold: true }),
      { query, otherwise },
      changed(owner),
    ]);
  }

  async list(owner: Owner, from: { readonly after: string | undefined; readonly limit: number }) {
    const rows = await this.#database.read(
      this.#database.build
        .selectFrom("smime_certificates")
        .select(shownColumns)
        .where((row) => row.and({ ...owner }))
        .where("id", ">", from.after ?? "")
        .orderBy("id")
        .limit(from.limit)
        .compile(),
    );
    return rows.map(toCertificate);
  }

  async find(key: Key): Promise<KeptCertificate | undefined> {
    const [row] = await this.#database.read(
      this.#database.build
        .selectFrom("smime_certificates")
        .selectAll()
        .where((certificate) => certificate.and({ ...key }))
        .compile(),
    );
    return (
      row && {
        ...toCertificate(row),
        chain: row.chain,
        privateKeySealed: row.private_key_sealed,
        noticeDueAt: row.notice_due_at ?? undefined,
      }
    );
  }

  /** Some of those whose owners are to be told, whoever's they are. */
  async dueToTell(now: number, limit: number): Promise<ExpiringCertificate[]> {
    const rows = await this.#database.read(
      this.#database.build
        .selectFrom("smime_certificates")
        .select([...shownColumns, "notice_due_at"])
        .where("notice_due_at", "<=", now)
        .orderBy("notice_due_at")
        .limit(limit)
        .$narrowType<{ notice_due_at: number }>()
        .compile(),
    );
    return rows.map((row) => ({ ...toCertificate(row), noticeDueAt: row.notice_due_at }));
  }

  /** Guarded: nobody else has told, and it was not renewed. */
  changeTold({ owner, id, noticeDueAt }: ExpiringCertificate, nextAt: number | undefined): Step {
    const query = this.#database.build
      .updateTable("smime_certificates")
      .set({ notice_due_at: nextAt ?? null })
      .where((row) => row.and({ ...owner, id, notice_due_at: noticeDueAt }))
      .compile();
    return { query, otherwise: () => new LeaseLost() };
  }

  /** Guarded: it is there. It stays while what comes with this is written; `hold`: and nobody else requires it meanwhile. */
  requireExistence(key: Key, { hold } = { hold: false }): Step {
    const { build, engine } = this.#database;
    const plain = build
      .selectFrom("smime_certificates")
      .select("id")
      .where((row) => row.and({ ...key }));
    const locking = hold ? plain.forUpdate() : plain.forKeyShare();
    return {
      query: (engine === "postgres" ? locking : plain).compile(),
      otherwise: () => noSuchCertificate(key.id),
    };
  }

  changesToRemove({ account, region, id }: Key): Step[] {
    const query = this.#database.build
      .deleteFrom("smime_certificates")
      .where((row) => row.and({ account, region, id }))
      .compile();
    return [{ query }, changed({ account, region })];
  }

  async write(steps: readonly Step[]): Promise<void> {
    await this.#database.write(steps);
  }
}

/** What is opened of a certificate is out of date. */
export function changed(owner: Owner): Step {
  return { topic: "smime-certificates", about: nameOf(owner) };
}

function toRow({ owner, id, ...of }: KeptCertificate): SmimeCertificatesTable {
  return {
    ...owner,
    id,
    chain: of.chain,
    addresses: JSON.stringify(of.addresses),
    private_key_sealed: of.privateKeySealed,
    not_before: of.notBefore,
    not_after: of.notAfter,
    created_at: of.createdAt,
    notice_due_at: of.noticeDueAt ?? null,
  };
}

function toCertificate(
  row: Pick<Selectable<SmimeCertificatesTable>, (typeof shownColumns)[number]>,
): SmimeCertificate {
  return {
    owner: { account: row.account, region: row.region },
    id: row.id,
    addresses: JSON.parse(row.addresses) as string[],
    notBefore: row.not_before,
    notAfter: row.not_after,
    createdAt: row.created_at,
  };
}

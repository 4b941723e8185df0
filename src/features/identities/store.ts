import { type Insertable, sql } from "kysely";
import { containsInEitherCase } from "#platform/database/contains.ts";
import type { Database, Step } from "#platform/database/database.ts";
import { prepare } from "#platform/database/prepare.ts";
import { oneFewer, oneMore } from "#platform/database/resource-counts.ts";
import type { IdentitiesTable } from "#platform/database/tables/identities.ts";
import { CallerError } from "#platform/errors.ts";
import { nameOf, type Owner } from "#platform/owner.ts";
import {
  addressProofWindowMs,
  type DkimOrigin,
  type Identity,
  type ListedIdentity,
  type VerificationStatus,
} from "./identity.ts";
import { alreadyExists, noSuchIdentity } from "./refusals.ts";
import { type IdentityRow, identityColumns, toIdentity, toRow } from "./row-store.ts";

export interface ListFilter {
  readonly nameContains?: string | undefined;
  readonly kind?: Identity["kind"] | undefined;
  readonly status?: VerificationStatus | undefined;
  /** Without a value: whatever it is. */
  readonly tag?: { readonly key: string; readonly value?: string } | undefined;
}

/** Before an identity's name, in the name that its tags are kept under. */
const taggable = "identity/";
/** What comes after all that begin so: `0` follows `/`. */
const afterTaggable = "identity0";

export class IdentityStore {
  readonly #database: Database;
  readonly #byName: ReturnType<typeof byName>;
  readonly #insert: ReturnType<typeof insertion>;
  readonly #count: ReturnType<typeof counting>;

  constructor(database: Database) {
    this.#database = database;
    this.#byName = byName(database);
    this.#insert = insertion(database);
    this.#count = counting(database);
  }

  async find(owner: Owner, name: string): Promise<Identity | undefined> {
    const [row] = await this.#database.read(this.#byName({ ...owner, name }));
    return row && toIdentity(row);
  }

  /** A guard for a group that depends on the identity: `not-found` when it has gone. Groups that `hold` it take turns. */
  requireExistence(owner: Owner, name: string, { hold } = { hold: false }): Step {
    const { build, engine } = this.#database;
    const plain = build
      .selectFrom("identities")
      .select("id")
      .where((row) => row.and({ ...owner, name }));
    const locking = hold ? plain.forNoKeyUpdate() : plain.forKeyShare();
    return {
      query: (engine === "postgres" ? locking : plain).compile(),
      otherwise: () => noSuchIdentity(name),
    };
  }

  async write(steps: readonly Step[]): Promise<void> {
    await this.#database.write(steps);
  }

  /** Guarded: the name must be free and the account have room for one more. */
  insert(identity: Identity, limit: number): Step[] {
    const { owner, name } = identity;
    return [
      {
        query: this.#insert(toRow(identity)),
        otherwise: () => alreadyExists(name),
      },
      {
        query: this.#count({ ...owner, limit }),
        otherwise: () =>
          new CallerError(
            "limit-exceeded",
            `You have reached the limit of ${limit} identities in ${owner.region}.`,
          ),
      },
      // That it was not there may be remembered, too.
      changed(identity),
    ];
  }

  /** Guarded: gone already means not found. */
  remove(owner: Owner, name: string, id: string): Step[] {
    return [
      {
        query: this.#database.build
          .deleteFrom("identities")
          .where((row) => row.and({ ...owner, name, id }))
          .compile(),
        otherwise: () => noSuchIdentity(name),
      },
      { query: oneFewer(this.#database.build, owner, "identity").compile() },
      changed({ owner, name }),
    ];
  }

  /**
   * Guarded by the id: an identity that was deleted and made anew in between is another one. What is no news, such as when it was looked
   * at last, is not announced.
   */
  update(
    identity: Identity,
    change: Partial<Insertable<IdentitiesTable>>,
    { isNews } = { isNews: true },
  ): Step[] {
    const { owner, name, id } = identity;
    const query = this.#database.build
      .updateTable("identities")
      .set(change)
      .where((row) => row.and({ ...owner, name, id }))
      .compile();
    const otherwise = () => noSuchIdentity(name);
    return [{ query, otherwise }, ...(isNews ? [changed(identity)] : [])];
  }

  /** Begins the proof of an address again. Guarded: of two who begin it at once, `otherwise` is thrown to one. */
  restartProof({ owner, name, id, verification }: Identity, now: number, otherwise: () => Error): Step[] {
    const query = this.#database.build
      .updateTable("identities")
      .set({ verification_status: "pending", verification_status_since: now })
      .where((row) => row.and({ ...owner, name, id, verification_status_since: verification.since }))
      .where("verification_status", "!=", "success")
      .compile();
    return [{ query, otherwise }, changed({ owner, name })];
  }

  /** By name, from the first one after `after`. */
  async list(
    owner: Owner,
    {
      filter,
      after,
      limit,
      now,
    }: { filter: ListFilter; after: string | undefined; limit: number; now: number },
  ): Promise<ListedIdentity[]> {
    let query = this.#database.build.selectFrom(this.#among(owner, filter.tag).as("among")).selectAll();
    if (after !== undefined) {
      query = query.where("position", ">", filter.tag === undefined ? after : `${taggable}${after}`);
    }
    if (filter.kind !== undefined) query = query.where("kind", "=", filter.kind);
    if (filter.nameContains !== undefined) {
      query = query.where(containsInEitherCase(this.#database.engine, sql`name`, filter.nameContains));
    }
    if (filter.status !== undefined) {
      const kept = query.where("verification_status", "=", filter.status);
      const pending = query.where("verification_status", "=", "pending");
      const isExpired = proofHasExpired(now);
      // The engines merge two ranges of the index; an "or" would have them read every identity.
      if (filter.status === "failed") query = kept.unionAll(pending.where(isExpired));
      else if (filter.status === "pending") query = pending.where(sql<boolean>`not ${isExpired}`);
      else query = kept;
    }
    const rows = await this.#database.read(query.orderBy("position").limit(limit).compile());
    return rows.map((row) => ({
      name: row.name,
      kind: row.kind,
      verification: { status: row.verification_status, since: row.verification_status_since },
    }));
  }

  /** All, or those with a tag: by its index, which has them in the order of their names too. */
  #among({ account, region }: Owner, tag: ListFilter["tag"]) {
    const { build } = this.#database;
    if (tag === undefined) {
      return build
        .selectFrom("identities")
        .select(["name", "kind", "verification_status", "verification_status_since", "name as position"])
        .where("account", "=", account)
        .where("region", "=", region);
    }
    const tagged = build
      .selectFrom("tags")
      .innerJoin("identities", (join) =>
        join
          .onRef("identities.account", "=", "tags.account")
          .onRef("identities.region", "=", "tags.region")
          .on("identities.name", "=", sql<string>`substr(tags.resource, ${taggable.length + 1})`),
      )
      .select(["name", "kind", "verification_status", "verification_status_since", "resource as position"])
      .where("tags.account", "=", account)
      .where("tags.region", "=", region)
      .where("tags.key", "=", tag.key)
      .where("tags.resource", ">", taggable)
      .where("tags.resource", "<", afterTaggable);
    return tag.value === undefined ? tagged : tagged.where("tags.value", "=", tag.value);
  }

  /** Whether anybody's bounces come back to a domain. */
  async hasMailFromDomain(domain: string): Promise<boolean> {
    const rows = await this.#database.read(
      this.#database.build
        .selectFrom("identities")
        .select("id")
        .where("mail_from_domain", "=", domain)
        .where("mail_from_status", "=", "success")
        .limit(1)
        .compile(),
    );
    return rows.length > 0;
  }

  /** Names of the account's identities in other regions that share the key of this one. */
  async replicaRegions(owner: Owner, name: string, origin: DkimOrigin): Promise<string[]> {
    const rows = await this.#database.read(
      this.#database.build
        .selectFrom("identities")
        .select("region")
        .where("account", "=", owner.account)
        .where("name", "=", name)
        .where("dkim_origin", "=", origin)
        .compile(),
    );
    return rows.map(({ region }) => region);
  }
}

/** Of what is kept as pending: it has failed by now. */
function proofHasExpired(now: number) {
  return sql<boolean>`(kind = 'address' and verification_status_since <= ${now - addressProofWindowMs})`;
}

function changed({ owner, name }: Pick<Identity, "owner" | "name">): Step {
  return { topic: "identities", about: nameOf(owner, name) };
}

function byName(database: Database) {
  return prepare<Owner & { name: string }>()(database, (build, value) =>
    build
      .selectFrom("identities")
      .selectAll()
      .where("account", "=", value.account)
      .where("region", "=", value.region)
      .where("name", "=", value.name),
  );
}

function insertion(database: Database) {
  return prepare<IdentityRow>()(database, (build, value) =>
    build
      .insertInto("identities")
      .values(
        Object.fromEntries(
          identityColumns.map((column) => [column, value[column]]),
        ) as unknown as IdentityRow,
      )
      .onConflict((conflict) => conflict.doNothing()),
  );
}

function counting(database: Database) {
  return prepare<Owner & { limit: number }>()(database, (build, value) => oneMore(build, value, "identity"));
}

import { type Insertable, sql } from "kysely";
import { contains } from "#platform/database/contains.ts";
import type { Database, Step } from "#platform/database/database.ts";
import { prepare } from "#platform/database/prepare.ts";
import type { DkimTokensTable } from "#platform/database/tables/dkim-keys.ts";
import { nameOf, type Owner } from "#platform/owner.ts";
import { allKeys, type DkimKey, type IssuedTokens } from "./key.ts";
import { type KeptKey, toIssued, toKey, toRow } from "./row-store.ts";

export interface OwnedDomain extends Owner {
  readonly domain: string;
}

/** Since when one of its keys has been where it is. */
interface StagedDomain extends OwnedDomain {
  readonly since: number;
}

export class DkimKeyStore {
  readonly #database: Database;
  readonly #byDomain: ReturnType<typeof byDomain>;
  readonly #tokensOf: ReturnType<typeof tokensOf>;
  readonly #byToken: ReturnType<typeof byToken>;
  readonly #active: ReturnType<typeof active>;
  readonly #issue: ReturnType<typeof issuing>;

  constructor(database: Database) {
    this.#database = database;
    this.#byDomain = byDomain(database);
    this.#tokensOf = tokensOf(database);
    this.#byToken = byToken(database);
    this.#active = active(database);
    this.#issue = issuing(database);
  }

  async ofDomain(owner: Owner, domain: string): Promise<DkimKey[]> {
    const [[issued], made] = await Promise.all([
      this.#database.read(this.#tokensOf({ ...owner, domain })),
      this.#database.read(this.#byDomain({ ...owner, domain })),
    ]);
    return allKeys(toIssued(issued), made.map(toKey));
  }

  async ofToken(token: string): Promise<DkimKey | undefined> {
    const [row] = await this.#database.read(this.#byToken({ token }));
    return row && toKey(row);
  }

  /** The key that signs, its private half as it is kept. */
  async activeKey(
    owner: Owner,
    domain: string,
  ): Promise<{ id: string; selector: string; sealed: Uint8Array | null } | undefined> {
    const [row] = await this.#database.read(this.#active({ ...owner, domain }));
    return row;
  }

  /**
   * Some of the domains with a key in this stage since before a time, after the one given: in the order of the index, so that a page is no look
   * at all of them.
   */
  async domainsInStage(
    stage: "active" | "retiring",
    { before, after, limit }: { before: number; after: StagedDomain | undefined; limit: number },
  ): Promise<StagedDomain[]> {
    let query = this.#database.build
      .selectFrom("dkim_keys")
      .select(["account", "region", "domain", "stage_since as since"])
      .where("origin", "=", "easy")
      .where("stage", "=", stage)
      .where("made_at", "is not", null)
      .where("stage_since", "<=", before)
      .orderBy("stage_since")
      .orderBy("account")
      .orderBy("region")
      .orderBy("domain")
      .limit(limit);
    if (after !== undefined) {
      const { account, region, domain, since } = after;
      query = query.where((row) =>
        row(
          row.refTuple("stage_since", "account", "region", "domain"),
          ">",
          row.tuple(since, account, region, domain),
        ),
      );
    }
    return await this.#database.read(query.compile());
  }

  /** Some of the Easy DKIM keys that exist, by selector, after the one given. */
  async publicKeys(after: string, limit: number): Promise<{ token: string; publicKeyBase64: string }[]> {
    const rows = await this.#database.read(
      this.#database.build
        .selectFrom("dkim_keys")
        .select(["selector as token", "public_key as publicKeyBase64"])
        .where("origin", "=", "easy")
        .where("public_key", "is not", null)
        .where("selector", ">", after)
        .orderBy("selector")
        .limit(limit)
        .compile(),
    );
    return rows.map(({ token, publicKeyBase64 }) => ({ token, publicKeyBase64: publicKeyBase64 ?? "" }));
  }

  insertTokens(owner: Owner, domain: string, { tokens, issuedAt }: IssuedTokens): Step {
    return { query: this.#issue({ ...owner, domain, tokens: tokens.join(" "), issued_at: issuedAt }) };
  }

  insertKey(owner: Owner, domain: string, kept: KeptKey): Step {
    const query = this.#database.build
      .insertInto("dkim_keys")
      .values(toRow(owner, domain, kept))
      .compile();
    return { query };
  }

  /** Tokens first: who puts a key behind one holds them, so no key comes after they have gone. */
  removeAll(owner: Owner, domain: string): Step[] {
    const { build } = this.#database;
    return [
      {
        query: build
          .deleteFrom("dkim_tokens")
          .where((row) => row.and({ ...owner, domain }))
          .compile(),
      },
      {
        query: build
          .deleteFrom("dkim_keys")
          .where((row) => row.and({ ...owner, domain }))
          .compile(),
      },
      changed(owner, domain),
    ];
  }

  /** Puts a key behind a token that has none. Answers whether it still had none, and was still the domain's. */
  async fill(owner: Owner, domain: string, kept: KeptKey): Promise<boolean> {
    const row = toRow(owner, domain, kept);
    const { id, stage, stage_since, key_bits, public_key, private_key_sealed, made_at } = row;
    const query = this.#database.build
      .insertInto("dkim_keys")
      .values(row)
      .onConflict((conflict) =>
        conflict
          .columns(["account", "region", "domain", "selector"])
          .doUpdateSet({ id, stage, stage_since, key_bits, public_key, private_key_sealed, made_at })
          .where("dkim_keys.stage", "=", "retired"),
      )
      .compile();
    try {
      const [, filled] = await this.#database.write([
        this.#holdToken(owner, domain, kept.selector),
        { query },
        changed(owner, domain),
      ]);
      return filled?.count === 1;
    } catch (error) {
      if (error instanceof TokenGone) return false;
      throw error;
    }
  }

  #holdToken(owner: Owner, domain: string, token: string): Step {
    const { build, engine } = this.#database;
    const issued = build
      .selectFrom("dkim_tokens")
      .select("issued_at")
      .where((row) => row.and({ ...owner, domain }))
      .where(contains(engine, sql.ref("tokens"), token));
    return {
      query: (engine === "postgres" ? issued.forShare() : issued).compile(),
      otherwise: () => new TokenGone(),
    };
  }

  move(
    owner: Owner,
    domain: string,
    selector: string,
    to: { stage: "active" | "retiring"; at: number },
  ): Step[] {
    const query = this.#update(owner, domain, selector)
      .set({ stage: to.stage, stage_since: to.at })
      .where("stage", "=", to.stage === "active" ? "pending" : "active")
      .compile();
    return [{ query }, changed(owner, domain)];
  }

  /** Erases a key that no longer signs: both halves. */
  async withdraw(owner: Owner, domain: string, selector: string, at: number): Promise<void> {
    const query = this.#update(owner, domain, selector)
      .set({ stage: "retired", stage_since: at, public_key: null, private_key_sealed: null, key_bits: null })
      .where("stage", "=", "retiring")
      .compile();
    await this.#database.write([{ query }, changed(owner, domain)]);
  }

  #update(owner: Owner, domain: string, selector: string) {
    return this.#database.build
      .updateTable("dkim_keys")
      .where((row) => row.and({ ...owner, domain, selector }));
  }
}

/** The domain was deleted, or signs another way by now. */
class TokenGone extends Error {}

function changed(owner: Owner, domain: string): Step {
  return { topic: "dkim-keys", about: nameOf(owner, domain) };
}

function issuing(database: Database) {
  return prepare<Insertable<DkimTokensTable>>()(database, (build, value) =>
    build.insertInto("dkim_tokens").values({
      account: value.account,
      region: value.region,
      domain: value.domain,
      tokens: value.tokens,
      issued_at: value.issued_at,
    }),
  );
}

function tokensOf(database: Database) {
  return prepare<OwnedDomain>()(database, (build, value) =>
    build
      .selectFrom("dkim_tokens")
      .select(["tokens", "issued_at"])
      .where("account", "=", value.account)
      .where("region", "=", value.region)
      .where("domain", "=", value.domain),
  );
}

function active(database: Database) {
  return prepare<OwnedDomain>()(database, (build, value) =>
    build
      .selectFrom("dkim_keys")
      .select(["id", "selector", "private_key_sealed as sealed"])
      .where("account", "=", value.account)
      .where("region", "=", value.region)
      .where("domain", "=", value.domain)
      .where("stage", "=", "active"),
  );
}

function byDomain(database: Database) {
  return prepare<OwnedDomain>()(database, (build, value) =>
    build
      .selectFrom("dkim_keys")
      .selectAll()
      .where("account", "=", value.account)
      .where("region", "=", value.region)
      .where("domain", "=", value.domain)
      .orderBy("position"),
  );
}

function byToken(database: Database) {
  return prepare<{ token: string }>()(database, (build, value) =>
    build
      .selectFrom("dkim_keys")
      .selectAll()
      .where("origin", "=", "easy")
      .where("selector", "=", value.token),
  );
}

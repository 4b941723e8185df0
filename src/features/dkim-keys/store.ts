import type { Selectable } from "kysely";
import type { Database, Step } from "#platform/database/database.ts";
import { prepare, prepareInsert } from "#platform/database/prepare.ts";
import type { DkimKeysTable } from "#platform/database/tables/dkim-keys.ts";
import type { Owner } from "#platform/owner.ts";
import type { DkimKey, KeyMaterial, KeyState } from "./key.ts";

type Row = Selectable<DkimKeysTable>;

/** A key as it is kept: the private half sealed. */
export interface SealedKey extends KeyMaterial {
  readonly privateKeySealed: Uint8Array;
}

export interface OwnedDomain extends Owner {
  readonly domain: string;
}

export class DkimKeyStore {
  readonly #database: Database;
  readonly #byDomain: ReturnType<typeof byDomain>;
  readonly #byToken: ReturnType<typeof byToken>;
  readonly #insert: ReturnType<typeof insertion>;

  constructor(database: Database) {
    this.#database = database;
    this.#insert = insertion(database);
    this.#byDomain = byDomain(database);
    this.#byToken = byToken(database);
  }

  async ofDomain(owner: Owner, domain: string): Promise<DkimKey[]> {
    const rows = await this.#database.read(this.#byDomain({ ...owner, domain }));
    return rows.map(toKey);
  }

  async ofToken(token: string): Promise<DkimKey | undefined> {
    const [row] = await this.#database.read(this.#byToken({ token }));
    return row && toKey(row);
  }

  /** A key's id, under which its private half is sealed, and that half if there is one. */
  async sealedKey(
    owner: Owner,
    domain: string,
    selector: string,
  ): Promise<{ id: string; sealed: Uint8Array | null } | undefined> {
    const [row] = await this.#database.read(
      this.#database.build
        .selectFrom("dkim_keys")
        .select(["id", "private_key_sealed as sealed"])
        .where("account", "=", owner.account)
        .where("region", "=", owner.region)
        .where("domain", "=", domain)
        .where("selector", "=", selector)
        .compile(),
    );
    return row;
  }

  /** Some of the domains with a key in this stage since before a time, in order, after the one given. */
  async domainsInStage(
    stage: "active" | "retiring",
    { before, after, limit }: { before: number; after: OwnedDomain | undefined; limit: number },
  ): Promise<OwnedDomain[]> {
    let query = this.#database.build
      .selectFrom("dkim_keys")
      .select(["account", "region", "domain"])
      .where("origin", "=", "easy")
      .where("stage", "=", stage)
      .where("made_at", "is not", null)
      .where("stage_since", "<=", before)
      .orderBy("account")
      .orderBy("region")
      .orderBy("domain")
      .limit(limit);
    if (after !== undefined) {
      const { account, region, domain } = after;
      query = query.where((row) =>
        row(row.refTuple("account", "region", "domain"), ">", row.tuple(account, region, domain)),
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

  insert(
    owner: Owner,
    domain: string,
    keys: readonly { id: string; key: DkimKey; sealed?: Uint8Array }[],
  ): Step {
    const { account, region } = owner;
    const rows = keys.map(({ id, key, sealed }) => {
      const made = "publicKey" in key.state ? key.state : undefined;
      return {
        account,
        region,
        domain,
        selector: key.selector,
        id,
        origin: key.origin,
        position: key.position,
        stage: key.state.stage,
        stage_since: key.state.since,
        key_bits: made?.bits ?? null,
        public_key: made?.publicKey ?? null,
        private_key_sealed: sealed ?? null,
        made_at: made?.madeAt ?? null,
      };
    });
    return { query: this.#insert(rows) };
  }

  removeAll(owner: Owner, domain: string): Step {
    return {
      query: this.#database.build
        .deleteFrom("dkim_keys")
        .where("account", "=", owner.account)
        .where("region", "=", owner.region)
        .where("domain", "=", domain)
        .compile(),
    };
  }

  /** Puts a key behind an empty selector. Answers whether it was still empty. */
  async fill(owner: Owner, domain: string, selector: string, key: SealedKey): Promise<boolean> {
    const query = this.#update(owner, domain, selector)
      .set({
        stage: "pending",
        stage_since: key.madeAt,
        key_bits: key.bits,
        public_key: key.publicKey,
        private_key_sealed: key.privateKeySealed,
        made_at: key.madeAt,
      })
      .where("stage", "in", ["empty", "retired"])
      .compile();
    const [outcome] = await this.#database.write([{ query }]);
    return outcome?.count === 1;
  }

  move(
    owner: Owner,
    domain: string,
    selector: string,
    to: { stage: "active" | "retiring"; at: number },
  ): Step {
    const query = this.#update(owner, domain, selector)
      .set({ stage: to.stage, stage_since: to.at })
      .where("stage", "=", to.stage === "active" ? "pending" : "active")
      .compile();
    return { query };
  }

  /** Erases a key that no longer signs: both halves. */
  async withdraw(owner: Owner, domain: string, selector: string, at: number): Promise<void> {
    const query = this.#update(owner, domain, selector)
      .set({ stage: "retired", stage_since: at, public_key: null, private_key_sealed: null, key_bits: null })
      .where("stage", "=", "retiring")
      .compile();
    await this.#database.write([{ query }]);
  }

  #update(owner: Owner, domain: string, selector: string) {
    return this.#database.build
      .updateTable("dkim_keys")
      .where("account", "=", owner.account)
      .where("region", "=", owner.region)
      .where("domain", "=", domain)
      .where("selector", "=", selector);
  }
}

function insertion(database: Database) {
  return prepareInsert(database, "dkim_keys", [
    "account",
    "region",
    "domain",
    "selector",
    "id",
    "origin",
    "position",
    "stage",
    "stage_since",
    "key_bits",
    "public_key",
    "private_key_sealed",
    "made_at",
  ]);
}

function byDomain(database: Database) {
  return prepare<Owner & { domain: string }>()(database, (build, value) =>
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

function toKey(row: Row): DkimKey {
  return { selector: row.selector, origin: row.origin, position: row.position, state: toState(row) };
}

function toState({ stage, stage_since, public_key, key_bits, made_at }: Row): KeyState {
  if (stage === "empty" || stage === "retired") return { stage, since: stage_since };
  if (public_key === null || key_bits === null || made_at === null) {
    throw new Error(`A ${stage} DKIM key without its public half.`);
  }
  return { stage, since: stage_since, publicKey: public_key, bits: key_bits, madeAt: made_at };
}

import type { Insertable, Selectable } from "kysely";
import type { Database, Statement } from "#platform/database/database.ts";
import { prepare } from "#platform/database/prepare.ts";
import { requireRoom } from "#platform/database/require-fewer-than.ts";
import type { AccessKeysTable, ApiKeysTable } from "#platform/database/tables/access-keys.ts";
import { CallerError } from "#platform/errors.ts";
import { isApiKeyId } from "./key-forms.ts";

export type AccessKeyRow = Selectable<AccessKeysTable>;

/** What may be shown of a key. */
export interface KeyRow {
  readonly id: string;
  readonly description: string;
  readonly created_at: number;
  readonly revoked_at: number | null;
  readonly last_used_at: number | null;
  readonly scope: string | null;
}

/** More than AWS has. Each costs a derivation for every password that matches none. */
const mostRegions = 64;

/** Of an account and a kind. */
const mostInForce = 1_000;
const mostWrittenAtOnce = 200;

type KeyTable = "access_keys" | "api_keys";

export class KeyStore {
  readonly #database: Database;
  readonly #accessKeyById: ReturnType<typeof accessKeyById>;
  readonly #apiKeyByHash: ReturnType<typeof apiKeyByHash>;

  constructor(database: Database) {
    this.#database = database;
    this.#accessKeyById = accessKeyById(database);
    this.#apiKeyByHash = apiKeyByHash(database);
  }

  async accessKey(id: string): Promise<AccessKeyRow | undefined> {
    const [row] = await this.#database.read(this.#accessKeyById({ id }));
    return row;
  }

  /** Only while it is not revoked. */
  async apiKey(
    tokenHash: Uint8Array,
  ): Promise<{ id: string; account: string; scope: string | null } | undefined> {
    const [row] = await this.#database.read(this.#apiKeyByHash({ tokenHash }));
    return row;
  }

  /** Those in which the account has had identities: few, for there is one count for each. */
  async regionsOf(account: string): Promise<string[]> {
    const rows = await this.#database.read(
      this.#database.build
        .selectFrom("resource_counts")
        .select("region")
        .where("account", "=", account)
        .where("kind", "=", "identity")
        .orderBy("region")
        .limit(mostRegions)
        .compile(),
    );
    return rows.map(({ region }) => region);
  }

  /** Throws `limit-exceeded`. */
  async addAccessKey(row: Insertable<AccessKeysTable>): Promise<void> {
    const query = this.#database.build.insertInto("access_keys").values(row).compile();
    await this.#database.write([...this.#requireRoom("access_keys", row.account), { query }]);
  }

  /** Throws `limit-exceeded`. */
  async addApiKey(row: Insertable<ApiKeysTable>): Promise<void> {
    const query = this.#database.build.insertInto("api_keys").values(row).compile();
    await this.#database.write([...this.#requireRoom("api_keys", row.account), { query }]);
  }

  #requireRoom(table: KeyTable, account: string): Statement[] {
    const inForce = this.#database.build
      .selectFrom(table)
      .where("account", "=", account)
      .where("revoked_at", "is", null);
    const words = `An account has at most ${mostInForce} keys of a kind that are in force.`;
    return requireRoom(this.#database, mostInForce, inForce, () => new CallerError("limit-exceeded", words));
  }

  /** Oldest first: all that are in force, and of the others the newest. */
  async list(table: KeyTable, account: string): Promise<KeyRow[]> {
    const rows = await this.#database.read(
      this.#database.build
        .selectFrom(table)
        .select(["id", "description", "created_at", "revoked_at", "last_used_at", "scope"])
        .where("account", "=", account)
        .orderBy((row) => row.case().when("revoked_at", "is", null).then(0).else(1).end())
        .orderBy("created_at", "desc")
        .orderBy("id", "desc")
        .limit(2 * mostInForce)
        .compile(),
    );
    return rows.toSorted((one, other) => one.created_at - other.created_at || (one.id < other.id ? -1 : 1));
  }

  /** By id, of either kind. Several processes may have seen a key; the last of them counts. */
  async writeUses(uses: ReadonlyMap<string, number>): Promise<void> {
    // In one order in every process, so that no two wait for each other's rows.
    const inOrder = [...uses].toSorted(([one], [other]) => (one < other ? -1 : 1));
    for (let from = 0; from < inOrder.length; from += mostWrittenAtOnce) {
      await this.#database.write(
        inOrder.slice(from, from + mostWrittenAtOnce).map(([id, at]) => this.#use(id, at)),
      );
    }
  }

  #use(id: string, at: number): Statement {
    const query = this.#database.build
      .updateTable(isApiKeyId(id) ? "api_keys" : "access_keys")
      .set({ last_used_at: at })
      .where("id", "=", id)
      .where((row) => row.or([row("last_used_at", "is", null), row("last_used_at", "<", at)]));
    return { query: query.compile() };
  }

  /** `otherwise` is thrown when the account has no such key that is in force. */
  async revoke(
    table: KeyTable,
    { account, id, at }: { account: string; id: string; at: number },
    otherwise: () => Error,
  ): Promise<void> {
    const query = this.#database.build
      .updateTable(table)
      .set({ revoked_at: at })
      .where("id", "=", id)
      .where("account", "=", account)
      .where("revoked_at", "is", null)
      .compile();
    const topic = table === "access_keys" ? "access-keys" : "api-keys";
    await this.#database.write([
      { query, otherwise },
      { topic, about: id },
    ]);
  }
}

const accessKeyById = (database: Database) =>
  prepare<{ id: string }>()(database, (build, { id }) =>
    build.selectFrom("access_keys").selectAll().where("id", "=", id),
  );

const apiKeyByHash = (database: Database) =>
  prepare<{ tokenHash: Uint8Array }>()(database, (build, { tokenHash }) =>
    build
      .selectFrom("api_keys")
      .select(["id", "account", "scope"])
      .where("token_hash", "=", tokenHash)
      .where("revoked_at", "is", null),
  );

import { type RawBuilder, type Selectable, sql } from "kysely";
import { allKeys, type DkimKey } from "#features/dkim-keys/index.ts";
import type { Database } from "#platform/database/database.ts";
import { prepare } from "#platform/database/prepare.ts";
import type { IdentitiesTable } from "#platform/database/tables/identities.ts";
import type { Owner } from "#platform/owner.ts";
import type { IdentityDetails } from "./identity.ts";
import { toIdentity } from "./row-store.ts";

interface Lists {
  tags: string;
  policies: string;
  tokens: string | null;
  tokens_issued_at: number | null;
  keys: string;
}

type PublicKeyRow = [
  selector: string,
  origin: DkimKey["origin"],
  position: number,
  stage: Exclude<DkimKey["state"]["stage"], "empty">,
  since: number,
  bits: number | null,
  publicKey: string | null,
  madeAt: number | null,
];

/** An identity with its tags, policies and keys: one statement, for this is what clients poll. */
export class IdentityDetailsStore {
  readonly #database: Database;
  readonly #details: ReturnType<typeof details>;

  constructor(database: Database) {
    this.#database = database;
    this.#details = details(database);
  }

  async find(owner: Owner, name: string): Promise<IdentityDetails | undefined> {
    const resource = `identity/${name}`;
    const [row] = await this.#database.read(this.#details({ ...owner, name, resource }));
    if (row === undefined) return undefined;
    const issued = { tokens: row.tokens?.split(" ") ?? [], issuedAt: row.tokens_issued_at ?? 0 };
    return {
      ...toIdentity(row),
      tags: inOrder(JSON.parse(row.tags) as [string, string][]).map(([key, value]) => ({ key, value })),
      policies: Object.fromEntries(inOrder(JSON.parse(row.policies) as [string, string][])),
      keys: allKeys(issued, (JSON.parse(row.keys) as PublicKeyRow[]).map(toKey)),
    };
  }
}

function details(database: Database) {
  const list = database.engine === "sqlite" ? sqliteList : postgresList;
  type Values = Owner & { name: string; resource: string };
  return prepare<Values>()(database, (build, { account, region, name, resource }) => {
    const ofOwner = sql`account = ${account} and region = ${region}`;
    return build
      .selectFrom("identities")
      .leftJoin("dkim_tokens", (join) =>
        join
          .onRef("dkim_tokens.account", "=", "identities.account")
          .onRef("dkim_tokens.region", "=", "identities.region")
          .onRef("dkim_tokens.domain", "=", "identities.name"),
      )
      .selectAll("identities")
      .select(["dkim_tokens.tokens", "dkim_tokens.issued_at as tokens_issued_at"])
      .select([
        list(sql`key, value`, sql`tags where ${ofOwner} and resource = ${resource}`).as("tags"),
        list(sql`name, document`, sql`identity_policies where ${ofOwner} and identity = ${name}`).as(
          "policies",
        ),
        list(
          sql`selector, origin, position, stage, stage_since, key_bits, public_key, made_at`,
          sql`dkim_keys where ${ofOwner} and domain = ${name}`,
        ).as("keys"),
      ])
      .where("identities.account", "=", account)
      .where("identities.region", "=", region)
      .where("identities.name", "=", name)
      .$castTo<Selectable<IdentitiesTable> & Lists>();
  });
}

// Not ordered here: a sorter for each list would cost SQLite half of the whole statement.
type ListOf = (columns: RawBuilder<unknown>, from: RawBuilder<unknown>) => RawBuilder<string>;

const sqliteList: ListOf = (columns, from) =>
  sql<string>`(select json_group_array(json_array(${columns})) from ${from})`;

const postgresList: ListOf = (columns, from) =>
  sql<string>`(select coalesce(json_agg(json_build_array(${columns})), '[]')::text from ${from})`;

/** By name, as the engines compare names: by code units here, which is by bytes for all but rare characters. */
function inOrder(pairs: [name: string, value: string][]): [name: string, value: string][] {
  return pairs.sort(([one], [other]) => (one < other ? -1 : 1));
}

function toKey([selector, origin, position, stage, since, bits, publicKey, madeAt]: PublicKeyRow): DkimKey {
  if (stage === "retired") return { selector, origin, position, state: { stage, since } };
  if (bits === null || publicKey === null || madeAt === null) {
    throw new Error(`A ${stage} DKIM key without its public half.`);
  }
  return { selector, origin, position, state: { stage, since, bits, publicKey, madeAt } };
}

import type { Selectable } from "kysely";
import type { Database, Step } from "#platform/database/database.ts";
import { prepare } from "#platform/database/prepare.ts";
import type { SuppressedDestinationsTable } from "#platform/database/tables/accounts.ts";
import { CallerError } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";
import type { ListOwner, SuppressedDestination, SuppressionReason } from "./suppressed-destination.ts";

type Row = Selectable<SuppressedDestinationsTable>;

/** Tenants' lists have a table of their own, with one column more that only `ownerIn` names. */
const tables = {
  account: "suppressed_destinations",
  tenant: "tenant_suppressed_destinations" as "suppressed_destinations",
} as const;
type Kind = keyof typeof tables;

export interface SuppressionFilter {
  readonly reasons: readonly SuppressionReason[] | undefined;
  readonly from: number | undefined;
  readonly until: number | undefined;
}

export class SuppressionStore {
  readonly #database: Database;
  readonly #byAddress: Readonly<Record<Kind, ReturnType<typeof byAddress>>>;
  readonly #upsert: Readonly<Record<Kind, ReturnType<typeof upsertion>>>;

  constructor(database: Database) {
    this.#database = database;
    this.#byAddress = { account: byAddress(database, "account"), tenant: byAddress(database, "tenant") };
    this.#upsert = { account: upsertion(database, "account"), tenant: upsertion(database, "tenant") };
  }

  async write(steps: readonly Step[]): Promise<void> {
    await this.#database.write(steps);
  }

  async find(list: ListOwner, address: string): Promise<SuppressedDestination | undefined> {
    const [row] = await this.#database.read(this.#byAddress[kindOf(list)]({ ...list, address }));
    return row && toDestination(row);
  }

  put(list: ListOwner, { address, reason, updatedAt, messageId, feedbackId }: SuppressedDestination): Step {
    const query = this.#upsert[kindOf(list)]({
      ...list,
      address,
      reason,
      updated_at: updatedAt,
      message_id: messageId ?? null,
      feedback_id: feedbackId ?? null,
    });
    return { query };
  }

  /** Guarded: gone already means not found. */
  remove(list: ListOwner, address: string): Step {
    const query = this.#database.build
      .deleteFrom(tables[kindOf(list)])
      .where((row) => row.and({ ...ownerIn(kindOf(list), list), address }))
      .compile();
    return { query, otherwise: () => notListed(list, address) };
  }

  removeSome(list: ListOwner, addresses: readonly string[]): Step {
    const query = this.#database.build
      .deleteFrom(tables[kindOf(list)])
      .where((row) => row.and(ownerIn(kindOf(list), list)))
      .where("address", "in", addresses)
      .compile();
    return { query };
  }

  /** A tenant's whole list. */
  removeAll({ account, region }: Owner, tenant: string): Step {
    const query = this.#database.build
      .deleteFrom("tenant_suppressed_destinations")
      .where((row) => row.and({ account, region, tenant }))
      .compile();
    return { query };
  }

  /** Looks at `limit` addresses, from the first one after `after`, and answers those that are meant. */
  async list(
    list: ListOwner,
    filter: SuppressionFilter,
    { after, limit }: { after: string | undefined; limit: number },
  ): Promise<{ readonly items: readonly SuppressedDestination[]; readonly reached: string | undefined }> {
    let query = this.#database.build
      .selectFrom(tables[kindOf(list)])
      .selectAll()
      .where((row) => row.and(ownerIn(kindOf(list), list)))
      .orderBy("address")
      .limit(limit);
    if (after !== undefined) query = query.where("address", ">", after);
    const rows = await this.#database.read(query.compile());
    return {
      items: rows.map(toDestination).filter((destination) => isMeant(destination, filter)),
      reached: rows.length < limit ? undefined : rows.at(-1)?.address,
    };
  }
}

function isMeant({ reason, updatedAt }: SuppressedDestination, { reasons, from, until }: SuppressionFilter) {
  return (
    (reasons === undefined || reasons.includes(reason)) &&
    (from === undefined || updatedAt >= from) &&
    (until === undefined || updatedAt <= until)
  );
}

export function notListed({ tenant }: ListOwner, address: string): CallerError {
  const list = tenant === undefined ? "suppression list" : "tenant suppression list";
  return new CallerError("not-found", `Email address ${address} does not exist on your ${list}.`);
}

function kindOf({ tenant }: ListOwner): Kind {
  return tenant === undefined ? "account" : "tenant";
}

/** The columns that say whose list it is. */
function ownerIn(kind: Kind, { account, region, tenant }: ListOwner): Owner {
  const ofTenant = { account, region, tenant };
  return kind === "account" ? { account, region } : ofTenant;
}

function toDestination(row: Row): SuppressedDestination {
  return {
    address: row.address,
    reason: row.reason,
    updatedAt: row.updated_at,
    messageId: row.message_id ?? undefined,
    feedbackId: row.feedback_id ?? undefined,
  };
}

function byAddress(database: Database, kind: Kind) {
  return prepare<ListOwner & { address: string }>()(database, (build, value) =>
    build
      .selectFrom(tables[kind])
      .selectAll()
      .where((row) => row.and({ ...ownerIn(kind, value), address: value.address })),
  );
}

function upsertion(database: Database, kind: Kind) {
  return prepare<ListOwner & Row>()(database, (build, value) => {
    const owner = ownerIn(kind, value);
    const content = {
      reason: value.reason,
      updated_at: value.updated_at,
      message_id: value.message_id,
      feedback_id: value.feedback_id,
    };
    return build
      .insertInto(tables[kind])
      .values({ ...owner, address: value.address, ...content })
      .onConflict((conflict) =>
        conflict.columns([...(Object.keys(owner) as (keyof Owner)[]), "address"]).doUpdateSet(content),
      );
  });
}

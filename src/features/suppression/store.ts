import type { Selectable } from "kysely";
import type { Database, Step } from "#platform/database/database.ts";
import { prepare } from "#platform/database/prepare.ts";
import type { SuppressedDestinationsTable } from "#platform/database/tables/accounts.ts";
import { CallerError } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";
import type { SuppressedDestination, SuppressionReason } from "./suppressed-destination.ts";

type Row = Selectable<SuppressedDestinationsTable>;

export interface SuppressionFilter {
  readonly reasons: readonly SuppressionReason[] | undefined;
  readonly from: number | undefined;
  readonly until: number | undefined;
}

export class SuppressionStore {
  readonly #database: Database;
  readonly #byAddress: ReturnType<typeof byAddress>;
  readonly #upsert: ReturnType<typeof upsertion>;

  constructor(database: Database) {
    this.#database = database;
    this.#byAddress = byAddress(database);
    this.#upsert = upsertion(database);
  }

  async write(steps: readonly Step[]): Promise<void> {
    await this.#database.write(steps);
  }

  async find(owner: Owner, address: string): Promise<SuppressedDestination | undefined> {
    const [row] = await this.#database.read(this.#byAddress({ ...owner, address }));
    return row && toDestination(row);
  }

  put(owner: Owner, { address, reason, updatedAt, messageId, feedbackId }: SuppressedDestination): Step {
    const query = this.#upsert({
      ...owner,
      address,
      reason,
      updated_at: updatedAt,
      message_id: messageId ?? null,
      feedback_id: feedbackId ?? null,
    });
    return { query };
  }

  /** Guarded: gone already means not found. */
  remove(owner: Owner, address: string): Step {
    const query = this.#database.build
      .deleteFrom("suppressed_destinations")
      .where((row) => row.and({ ...owner, address }))
      .compile();
    return { query, otherwise: () => notListed(address) };
  }

  /** By address, from the first one after `after`. */
  async list(
    { account, region }: Owner,
    filter: SuppressionFilter,
    { after, limit }: { after: string | undefined; limit: number },
  ): Promise<SuppressedDestination[]> {
    let query = this.#database.build
      .selectFrom("suppressed_destinations")
      .selectAll()
      .where("account", "=", account)
      .where("region", "=", region)
      .orderBy("address")
      .limit(limit);
    if (after !== undefined) query = query.where("address", ">", after);
    if (filter.reasons !== undefined) query = query.where("reason", "in", filter.reasons);
    if (filter.from !== undefined) query = query.where("updated_at", ">=", filter.from);
    if (filter.until !== undefined) query = query.where("updated_at", "<=", filter.until);
    return (await this.#database.read(query.compile())).map(toDestination);
  }
}

export function notListed(address: string): CallerError {
  return new CallerError("not-found", `Email address ${address} does not exist on your suppression list.`);
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

function byAddress(database: Database) {
  return prepare<Owner & { address: string }>()(database, (build, value) =>
    build
      .selectFrom("suppressed_destinations")
      .selectAll()
      .where("account", "=", value.account)
      .where("region", "=", value.region)
      .where("address", "=", value.address),
  );
}

function upsertion(database: Database) {
  return prepare<Row>()(database, (build, value) =>
    build
      .insertInto("suppressed_destinations")
      .values({
        account: value.account,
        region: value.region,
        address: value.address,
        reason: value.reason,
        updated_at: value.updated_at,
        message_id: value.message_id,
        feedback_id: value.feedback_id,
      })
      .onConflict((conflict) =>
        conflict.columns(["account", "region", "address"]).doUpdateSet({
          reason: value.reason,
          updated_at: value.updated_at,
          message_id: value.message_id,
          feedback_id: value.feedback_id,
        }),
      ),
  );
}

import type { Database } from "#platform/database/database.ts";
import type { Owner } from "#platform/owner.ts";
import type { DeliveryState } from "./delivery.ts";

/** Where messages stand: the states that their deliveries are in. */
export class StandingStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** By the message's id; one without deliveries is missing. */
  async of(
    { account, region }: Owner,
    messageIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly DeliveryState["is"][]>> {
    if (messageIds.length === 0) return new Map();
    const rows = await this.#database.read(
      this.#database.build
        .selectFrom("deliveries")
        .select(["message_id", "state"])
        .distinct()
        .where("account", "=", account)
        .where("region", "=", region)
        .where("message_id", "in", messageIds)
        .compile(),
    );
    const byMessage = Map.groupBy(rows, (row) => row.message_id);
    return new Map([...byMessage].map(([id, states]) => [id, states.map(({ state }) => state)]));
  }
}

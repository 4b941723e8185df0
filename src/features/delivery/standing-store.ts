import { sql } from "kysely";
import type { Database } from "#platform/database/database.ts";
import { ofMessages } from "#platform/database/of-messages.ts";
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
    // Spelled like this, the account leads nobody to the key, and so through all that was ever delivered.
    const condition = sql`account || '' = ${account} and region = ${region}`;
    const deliveries = ofMessages(this.#database, "deliveries", messageIds, { condition });
    const rows = await this.#database.read(
      this.#database.build
        .selectFrom(deliveries.as("delivery"))
        .select(["message_id", "state"])
        .distinct()
        .compile(),
    );
    const byMessage = Map.groupBy(rows, (row) => row.message_id);
    return new Map([...byMessage].map(([id, states]) => [id, states.map(({ state }) => state)]));
  }
}

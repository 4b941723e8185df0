import { dayMs } from "#platform/clock.ts";
import type { Database, Step } from "#platform/database/database.ts";
import { prepare } from "#platform/database/prepare.ts";
import type { AttemptsTable } from "#platform/database/tables/messages.ts";
import { leastIdAt, timeOfId } from "#platform/ids.ts";
import type { Attempt, ClaimedDelivery } from "./delivery.ts";

export class AttemptStore {
  readonly #database: Database;
  readonly #insert: ReturnType<typeof insertion>;

  constructor(database: Database) {
    this.#database = database;
    this.#insert = insertion(database);
  }

  insert(claim: ClaimedDelivery, id: string, attempt: Attempt): Step {
    const query = this.#insert({
      account: claim.owner.account,
      delivery_id: claim.id,
      id,
      message_id: claim.messageId,
      started_at: attempt.startedAt,
      ended_at: attempt.endedAt,
      outcome: attempt.outcome,
      conversation: JSON.stringify(attempt.report),
    });
    return { query };
  }

  /** Oldest first. */
  async ofDelivery(account: string, deliveryId: string): Promise<Attempt[]> {
    const rows = await this.#database.read(
      this.#database.build
        .selectFrom("delivery_attempts")
        .selectAll()
        .where("account", "=", account)
        .where("delivery_id", "=", deliveryId)
        // PostgreSQL opens and locks every day that is not left aside.
        .where("id", ">=", leastIdAt("att", Math.max(timeOfId(deliveryId) - longestSetBackMs, 0)))
        .orderBy("id")
        .limit(mostAttemptsShown)
        .compile(),
    );
    return rows.map((row) => ({
      startedAt: row.started_at,
      endedAt: row.ended_at,
      outcome: row.outcome as Attempt["outcome"],
      report: JSON.parse(row.conversation) as Attempt["report"],
    }));
  }
}

function insertion(database: Database) {
  return prepare<AttemptsTable>()(database, (build, value) =>
    build.insertInto("delivery_attempts").values({
      account: value.account,
      delivery_id: value.delivery_id,
      id: value.id,
      message_id: value.message_id,
      started_at: value.started_at,
      ended_at: value.ended_at,
      outcome: value.outcome,
      conversation: value.conversation,
    }),
  );
}

/** Nothing is tried before it was queued, but by a clock that was put right meanwhile. */
const longestSetBackMs = dayMs;
/** The schedule makes some twelve in 14 hours. */
const mostAttemptsShown = 100;

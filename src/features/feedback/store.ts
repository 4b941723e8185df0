import type { Database, Step } from "#platform/database/database.ts";
import type { Owner } from "#platform/owner.ts";

/** It came before: nothing more follows from it. */
export class KnownAlready extends Error {
  override readonly name = "KnownAlready";
}

export class FeedbackStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async write(steps: readonly Step[]): Promise<void> {
    await this.#database.write(steps);
  }

  /** Whose message that is, and what its return path is. */
  async sent(
    messageId: string,
  ): Promise<{ readonly owner: Owner; readonly envelopeFrom: string } | undefined> {
    const [row] = await this.#database.read(
      this.#database.build
        .selectFrom("messages")
        .select(["account", "region", "envelope_from"])
        .where("id", "=", messageId)
        .limit(1)
        .compile(),
    );
    return row && { owner: { account: row.account, region: row.region }, envelopeFrom: row.envelope_from };
  }

  /** Guarded: throws `KnownAlready`, and undoes the group, for the second of its kind. */
  insert(
    owner: Owner,
    report: { messageId: string; recipient: string; kind: "bounce" | "complaint"; receivedAt: number },
  ): Step {
    const query = this.#database.build
      .insertInto("feedback_reports")
      .values({
        ...owner,
        message_id: report.messageId,
        recipient: report.recipient,
        kind: report.kind,
        received_at: report.receivedAt,
      })
      .onConflict((conflict) => conflict.doNothing())
      .compile();
    return { query, otherwise: () => new KnownAlready("This report came before.") };
  }
}

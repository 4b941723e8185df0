import { Overtaken } from "#features/delivery/index.ts";
import type { Database, Step } from "#platform/database/database.ts";
import type { Owner } from "#platform/owner.ts";

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

  /** Of whom it is known that a message did not reach them, or that they complained of it. */
  async reported(
    { account, region }: Owner,
    { messageId, kind }: { readonly messageId: string; readonly kind: "bounce" | "complaint" },
  ): Promise<ReadonlySet<string>> {
    const rows = await this.#database.read(
      this.#database.build
        .selectFrom("feedback_reports")
        .select("recipient")
        .where((row) => row.and({ account, region, message_id: messageId, kind }))
        .compile(),
    );
    return new Set(rows.map(({ recipient }) => recipient));
  }

  /** Guarded: throws `Overtaken`, and undoes the group, for the second of its kind. */
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
    return { query, otherwise: () => new Overtaken("It is known already.") };
  }
}

import type { Database } from "#platform/database/database.ts";
import type { Owner } from "#platform/owner.ts";

export interface KnownCall {
  readonly requestHash: Uint8Array;
  readonly begunAt: number;
  readonly answer: string | undefined;
}

/** A call under way; when it began is the token that only its holder has, for a call is taken over minutes later. */
export interface BegunCall {
  readonly key: string;
  readonly begunAt: number;
}

export class RepeatedCallStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Answers whether the key was free, or its call begun before `abandonedBefore` and never answered. */
  async begin(
    owner: Owner,
    call: {
      readonly key: string;
      readonly requestHash: Uint8Array;
      readonly now: number;
      readonly abandonedBefore: number;
    },
  ): Promise<boolean> {
    const rows = await this.#database.change(
      this.#database.build
        .insertInto("repeated_calls")
        .values({
          ...owner,
          key: call.key,
          request_hash: call.requestHash,
          begun_at: call.now,
          answer: null,
        })
        .onConflict((conflict) =>
          conflict
            .columns(["account", "region", "key"])
            .doUpdateSet({ request_hash: call.requestHash, begun_at: call.now })
            .where("repeated_calls.answer", "is", null)
            .where("repeated_calls.begun_at", "<", call.abandonedBefore),
        )
        .returning("key")
        .compile(),
    );
    return rows.length > 0;
  }

  async find(owner: Owner, key: string): Promise<KnownCall | undefined> {
    const [row] = await this.#database.read(
      this.#database.build
        .selectFrom("repeated_calls")
        .select(["request_hash", "begun_at", "answer"])
        .where((call) => call.and({ ...owner, key }))
        .compile(),
    );
    return row && { requestHash: row.request_hash, begunAt: row.begun_at, answer: row.answer ?? undefined };
  }

  /** Only while nobody else has taken the call over. */
  async finish(owner: Owner, { key, begunAt }: BegunCall, answer: string): Promise<void> {
    const query = this.#database.build
      .updateTable("repeated_calls")
      .set({ answer })
      .where((call) => call.and({ ...owner, key, begun_at: begunAt }))
      .where("answer", "is", null)
      .compile();
    await this.#database.write([{ query }]);
  }

  /** Only while nobody else has taken the call over. */
  async remove(owner: Owner, { key, begunAt }: BegunCall): Promise<void> {
    const query = this.#database.build
      .deleteFrom("repeated_calls")
      .where((call) => call.and({ ...owner, key, begun_at: begunAt }))
      .where("answer", "is", null)
      .compile();
    await this.#database.write([{ query }]);
  }

  async removeBegunBefore(time: number): Promise<void> {
    const query = this.#database.build.deleteFrom("repeated_calls").where("begun_at", "<", time).compile();
    await this.#database.write([{ query }]);
  }
}

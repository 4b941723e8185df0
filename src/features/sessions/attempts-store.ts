import type { Database, Step } from "#platform/database/database.ts";

export interface Attempts {
  readonly failures: number;
  readonly blockedUntil: number;
}

export class AttemptStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async of(subject: string): Promise<Attempts> {
    const [row] = await this.#database.read(
      this.#database.build
        .selectFrom("sign_in_attempts")
        .select(["failures", "blocked_until"])
        .where("subject", "=", subject)
        .compile(),
    );
    return { failures: row?.failures ?? 0, blockedUntil: row?.blocked_until ?? 0 };
  }

  /** One more than `before`; throws `otherwise` where there was another meanwhile. */
  count(
    subject: string,
    { before, at, blockedUntil }: { before: Attempts; at: number; blockedUntil: number },
    otherwise: () => Error,
  ): Step {
    const counted = { failures: before.failures + 1, last_at: at, blocked_until: blockedUntil };
    const query = this.#database.build
      .insertInto("sign_in_attempts")
      .values({ subject, ...counted })
      .onConflict((conflict) =>
        conflict
          .column("subject")
          .doUpdateSet(counted)
          .where("sign_in_attempts.failures", "=", before.failures),
      )
      .compile();
    return { query, otherwise };
  }

  forget(subject: string): Step {
    return {
      query: this.#database.build.deleteFrom("sign_in_attempts").where("subject", "=", subject).compile(),
    };
  }

  /** It was not in vain after all. */
  takeBack(subject: string): Step {
    const query = this.#database.build
      .updateTable("sign_in_attempts")
      .set((column) => ({ failures: column("failures", "-", 1), blocked_until: 0 }))
      .where("subject", "=", subject)
      .where("failures", ">", 0)
      .compile();
    return { query };
  }

  forgetBefore(time: number): Step {
    return {
      query: this.#database.build.deleteFrom("sign_in_attempts").where("last_at", "<", time).compile(),
    };
  }

  async write(steps: readonly Step[]): Promise<void> {
    await this.#database.write(steps);
  }
}

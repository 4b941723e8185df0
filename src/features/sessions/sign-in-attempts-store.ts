import type { Database, Step } from "#platform/database/database.ts";

export interface FailedTries {
  readonly failures: number;
  readonly blockedUntil: number;
}

export class SignInAttemptStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async of(subject: string): Promise<FailedTries> {
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
    { before, at, blockedUntil }: { before: FailedTries; at: number; blockedUntil: number },
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

  /** Whether somebody has signed in by the name from the network. */
  async isKnown(name: string, network: string): Promise<boolean> {
    const rows = await this.#database.read(
      this.#database.build
        .selectFrom("sign_in_attempts")
        .select("subject")
        .where("subject", "=", knownAs(name, network))
        .compile(),
    );
    return rows.length > 0;
  }

  noteKnown(name: string, network: string, at: number): Step {
    const query = this.#database.build
      .insertInto("sign_in_attempts")
      .values({ subject: knownAs(name, network), failures: 0, last_at: at, blocked_until: 0 })
      .onConflict((conflict) => conflict.column("subject").doUpdateSet({ last_at: at }))
      .compile();
    return { query };
  }

  /** Tries before `time`, and where somebody signed in from before `known`. */
  forgetBefore(time: number, known: number): Step {
    const query = this.#database.build
      .deleteFrom("sign_in_attempts")
      .where("last_at", "<", time)
      .where((row) => row.or([row("subject", "not like", "known/%"), row("last_at", "<", known)]))
      .compile();
    return { query };
  }

  async write(steps: readonly Step[]): Promise<void> {
    await this.#database.write(steps);
  }
}

function knownAs(name: string, network: string): string {
  return `known/${network}/${name}`;
}

import type { Backlog } from "#platform/backlog.ts";
import type { Database, Step } from "#platform/database/database.ts";
import { prepare } from "#platform/database/prepare.ts";
import { readBacklog } from "#platform/database/read-backlog.ts";
import type { DomainChecksTable } from "#platform/database/tables/domain-checks.ts";
import type { Owner } from "#platform/owner.ts";

export type CheckSubject = DomainChecksTable["subject"];

export interface CheckKey {
  readonly owner: Owner;
  readonly identity: string;
  readonly subject: CheckSubject;
}

export interface FirstDue {
  readonly dueAt: number;
  /** Where a new row's fences begin: not where those of an identity began that had the name before. */
  readonly fence: number;
}

/** A check under a lease: only its holder, naming the fence, can complete it. */
export interface ClaimedCheck extends CheckKey {
  /** How many times it has been claimed, this time included. */
  readonly attempts: number;
  /** How many checks in a row did not find the record. */
  readonly misses: number;
  /** What it was claimed for; when it has changed since, somebody wants another look. */
  readonly dueAt: number;
  /** Counts on from a random number, so that a row made anew is not taken for the one before. */
  readonly fence: number;
}

export class CheckQueueStore {
  readonly #database: Database;
  readonly #schedule: ReturnType<typeof scheduling>;

  constructor(database: Database) {
    this.#database = database;
    this.#schedule = scheduling(database);
  }

  async write(steps: readonly Step[]): Promise<void> {
    await this.#database.write(steps);
  }

  /** Makes a check due, or due anew as if it had never run; a claim under way loses its lease. */
  schedule({ owner: { account, region }, identity, subject }: CheckKey, first: FirstDue): Step {
    return { query: this.#schedule({ account, region, identity, subject, ...first }) };
  }

  /** Makes a check due now, keeping what it knows of earlier ones. */
  hasten({ owner, identity, subject }: CheckKey, { dueAt, fence }: FirstDue): Step {
    const query = this.#database.build
      .insertInto("domain_checks")
      .values({
        ...owner,
        identity,
        subject,
        fence,
        due_at: dueAt,
        attempts: 0,
        misses: 0,
        claimed_until: 0,
      })
      .onConflict((conflict) =>
        conflict.columns(["account", "region", "identity", "subject"]).doUpdateSet({ due_at: dueAt }),
      )
      .compile();
    return { query };
  }

  cancel(owner: Owner, identity: string, subject: CheckSubject | "all"): Step {
    let query = this.#database.build
      .deleteFrom("domain_checks")
      .where("account", "=", owner.account)
      .where("region", "=", owner.region)
      .where("identity", "=", identity);
    if (subject !== "all") query = query.where("subject", "=", subject);
    return { query: query.compile() };
  }

  /** Takes some checks that are due, of other accounts than these; any number of processes may do so at once. */
  async claimDue(
    now: number,
    { limit, leaseMs, except = [] }: { limit: number; leaseMs: number; except?: readonly string[] },
  ): Promise<ClaimedCheck[]> {
    const { build, engine } = this.#database;
    let due = build
      .selectFrom("domain_checks")
      .select(["account", "region", "identity", "subject"])
      .where("due_at", "<=", now)
      .where("claimed_until", "<=", now)
      .orderBy("due_at")
      .limit(limit);
    if (except.length > 0) due = due.where("account", "not in", except);
    if (engine === "postgres") due = due.forUpdate().skipLocked();
    const rows = await this.#database.change(
      build
        .updateTable("domain_checks")
        .set((expression) => ({
          claimed_until: now + leaseMs,
          fence: expression("fence", "+", 1),
          attempts: expression("attempts", "+", 1),
        }))
        .where((row) =>
          row(
            row.refTuple("account", "region", "identity", "subject"),
            "in",
            due.$asTuple("account", "region", "identity", "subject"),
          ),
        )
        .returningAll()
        .compile(),
    );
    return rows.map(({ account, region, identity, subject, attempts, misses, fence, due_at }) => ({
      owner: { account, region },
      identity,
      subject,
      attempts,
      misses,
      fence,
      dueAt: due_at,
    }));
  }

  /** When the earliest unclaimed check is due. */
  async nextDueAt(now: number): Promise<number | undefined> {
    const [row] = await this.#database.read(
      this.#database.build
        .selectFrom("domain_checks")
        .select("due_at")
        .where("claimed_until", "<=", now)
        .orderBy("due_at")
        .limit(1)
        .compile(),
    );
    return row?.due_at;
  }

  /** Of those that nobody has claimed. */
  async backlog(now: number): Promise<Backlog> {
    const { build } = this.#database;
    const waiting = build.selectFrom("domain_checks").select("due_at").where("claimed_until", "<=", now);
    return await readBacklog(this.#database, waiting, now);
  }

  /** Gives a claim back, or all there are: as if it had never been made. */
  release(claim: ClaimedCheck | "all"): Step {
    const query = this.#database.build.updateTable("domain_checks").set({ claimed_until: 0 });
    const claimed =
      claim === "all"
        ? query.where("claimed_until", ">", 0)
        : query.where((row) => row.and({ ...keyOf(claim), fence: claim.fence }));
    return { query: claimed.compile() };
  }

  /**
   * Ends a claim, with the time of the next check or none; a check that was hastened meanwhile stays due. Guarded: a lost
   * lease undoes the whole group.
   */
  complete(claim: ClaimedCheck, next: { dueAt: number; misses: number } | undefined): Step[] {
    const { build } = this.#database;
    const claimed = { ...keyOf(claim), fence: claim.fence };
    const end = build
      .updateTable("domain_checks")
      .set({ claimed_until: 0, ...(next === undefined ? {} : { misses: next.misses }) })
      .where((row) => row.and(claimed));
    const unhastened = { ...claimed, due_at: claim.dueAt };
    const moveOn =
      next === undefined
        ? build.deleteFrom("domain_checks").where((row) => row.and(unhastened))
        : build
            .updateTable("domain_checks")
            .set({ due_at: next.dueAt })
            .where((row) => row.and(unhastened));
    return [{ query: end.compile(), otherwise: () => new LeaseLost() }, { query: moveOn.compile() }];
  }
}

function scheduling(database: Database) {
  type Values = Owner & Pick<CheckKey, "identity" | "subject"> & FirstDue;
  return prepare<Values>()(database, (build, { account, region, identity, subject, dueAt, fence }) => {
    const fresh = { due_at: dueAt, attempts: 0, misses: 0, claimed_until: 0 };
    return build
      .insertInto("domain_checks")
      .values({ account, region, identity, subject, fence, ...fresh })
      .onConflict((conflict) =>
        conflict
          .columns(["account", "region", "identity", "subject"])
          .doUpdateSet((expression) => ({ ...fresh, fence: expression("domain_checks.fence", "+", 1) })),
      );
  });
}

/** Another process has taken the check over, or it is no longer wanted: what this one found is not recorded. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";
}

function keyOf({ owner, identity, subject }: CheckKey) {
  return { account: owner.account, region: owner.region, identity, subject };
}

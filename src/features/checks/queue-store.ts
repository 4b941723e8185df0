import { type Kysely, sql } from "kysely";
import type { Backlog } from "#platform/backlog.ts";
import type { Database, Step } from "#platform/database/database.ts";
import { dueToClaim } from "#platform/database/due-to-claim.ts";
import { prepare } from "#platform/database/prepare.ts";
import { readBacklog } from "#platform/database/read-backlog.ts";
import type { DomainChecksTable } from "#platform/database/tables/domain-checks.ts";
import type { Tables } from "#platform/database/tables/index.ts";
import { LeaseLost } from "#platform/lease-lost.ts";
import type { Owner } from "#platform/owner.ts";

export type CheckSubject = DomainChecksTable["subject"];

export interface CheckKey {
  readonly owner: Owner;
  readonly identity: string;
  readonly subject: CheckSubject;
}

export interface FirstDue {
  readonly dueAt: number;
  /** Where a new row's fences begin. Random: who still holds the check of an identity that had the name before does not hold this one. */
  readonly fence: number;
}

/** A check under a lease: only its holder, naming the fence, can complete it. */
export interface ClaimedCheck extends CheckKey {
  /** How many checks in a row did not find the record. */
  readonly misses: number;
  /** What it was claimed for; when it has changed since, somebody wants another look. */
  readonly dueAt: number;
  /** Counts on from a random number, so that a row made anew is not taken for the one before. */
  readonly fence: number;
  readonly leaseUntil: number;
}

export class CheckQueueStore {
  readonly #database: Database;
  readonly #schedule: ReturnType<typeof scheduling>;
  readonly #claimDue: ReturnType<typeof claimingOfAll>;
  readonly #earliest: ReturnType<typeof earliest>;
  readonly #end: ReturnType<typeof ending>;
  readonly #moveOn: ReturnType<typeof movingOn>;

  constructor(database: Database) {
    this.#database = database;
    this.#schedule = scheduling(database);
    this.#claimDue = claimingOfAll(database);
    this.#earliest = earliest(database);
    this.#end = ending(database);
    this.#moveOn = movingOn(database);
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
      .values({ ...owner, identity, subject, fence, due_at: dueAt, ...fresh })
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
    const values = { now, claimedUntil: now + leaseMs, limit };
    const rows = await this.#database.change(
      except.length === 0
        ? this.#claimDue(values)
        : claiming(this.#database, this.#database.build, values, except).compile(),
    );
    return rows.map(({ account, region, due_at: dueAt, claimed_until: leaseUntil, ...row }) => ({
      owner: { account, region },
      identity: row.identity,
      subject: row.subject,
      misses: row.misses,
      fence: row.fence,
      dueAt,
      leaseUntil,
    }));
  }

  /** When the earliest unclaimed check is due. */
  async nextDueAt(now: number): Promise<number | undefined> {
    const [row] = await this.#database.read(this.#earliest({ now }));
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
    const claimed = { ...keyOf(claim), fence: claim.fence };
    return [
      {
        query: this.#end({ ...claimed, misses: next?.misses ?? claim.misses }),
        otherwise: () => new LeaseLost(),
      },
      {
        query:
          next === undefined
            ? this.#database.build
                .deleteFrom("domain_checks")
                .where((row) => row.and({ ...claimed, due_at: claim.dueAt }))
                .compile()
            : this.#moveOn({ ...claimed, claimedFor: claim.dueAt, dueAt: next.dueAt }),
      },
    ];
  }
}

/** A check that has never run. */
const fresh = { attempts: 0, misses: 0, claimed_until: 0 };

function scheduling(database: Database) {
  type Values = Owner & Pick<CheckKey, "identity" | "subject"> & FirstDue;
  return prepare<Values>()(database, (build, { account, region, identity, subject, dueAt, fence }) => {
    const state = { due_at: dueAt, ...fresh };
    return build
      .insertInto("domain_checks")
      .values({ account, region, identity, subject, fence, ...state })
      .onConflict((conflict) =>
        conflict
          .columns(["account", "region", "identity", "subject"])
          .doUpdateSet((expression) => ({ ...state, fence: expression("domain_checks.fence", "+", 1) })),
      );
  });
}

interface Claiming {
  readonly now: number;
  readonly claimedUntil: number;
  readonly limit: number;
}

function claiming(
  database: Database,
  build: Kysely<Tables>,
  { now, claimedUntil, limit }: Claiming,
  except: readonly string[],
) {
  let due = build
    .selectFrom("domain_checks")
    .select(["account", "region", "identity", "subject"])
    .where("due_at", "<=", now)
    .where("claimed_until", "<=", now)
    .orderBy("due_at")
    .limit(limit);
  if (except.length > 0) due = due.where("account", "not in", except);
  return build
    .updateTable("domain_checks")
    .set((expression) => ({
      claimed_until: claimedUntil,
      fence: expression("fence", "+", 1),
    }))
    .where(sql<boolean>`(account, region, identity, subject) in ${dueToClaim(database, due)}`)
    .returningAll();
}

function claimingOfAll(database: Database) {
  return prepare<Claiming>()(database, (build, values) => claiming(database, build, values, []));
}

function earliest(database: Database) {
  return prepare<{ now: number }>()(database, (build, { now }) =>
    build
      .selectFrom("domain_checks")
      .select("due_at")
      .where("claimed_until", "<=", now)
      .orderBy("due_at")
      .limit(1),
  );
}

type ClaimedKey = Owner & Pick<ClaimedCheck, "identity" | "subject" | "fence">;

function claimedOnes(build: Kysely<Tables>, { account, region, identity, subject, fence }: ClaimedKey) {
  return build
    .updateTable("domain_checks")
    .where("account", "=", account)
    .where("region", "=", region)
    .where("identity", "=", identity)
    .where("subject", "=", subject)
    .where("fence", "=", fence);
}

function ending(database: Database) {
  return prepare<ClaimedKey & { misses: number }>()(database, (build, value) =>
    claimedOnes(build, value).set({ claimed_until: 0, misses: value.misses }),
  );
}

function movingOn(database: Database) {
  return prepare<ClaimedKey & { claimedFor: number; dueAt: number }>()(database, (build, value) =>
    claimedOnes(build, value).set({ due_at: value.dueAt }).where("due_at", "=", value.claimedFor),
  );
}

function keyOf({ owner, identity, subject }: CheckKey) {
  return { account: owner.account, region: owner.region, identity, subject };
}

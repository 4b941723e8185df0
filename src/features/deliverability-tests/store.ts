import { sql } from "kysely";
import type { Database, Step } from "#platform/database/database.ts";
import { dueToClaim } from "#platform/database/due-to-claim.ts";
import { requireRoom } from "#platform/database/require-fewer-than.ts";
import type {
  DeliverabilityTestSeedsTable,
  DeliverabilityTestsTable,
} from "#platform/database/tables/deliverability-tests.ts";
import { LeaseLost } from "#platform/lease-lost.ts";
import type { Owner } from "#platform/owner.ts";
import type { DeliverabilityTest, Seed } from "./deliverability-test.ts";
import { noSuchTest, tooManyTests } from "./refusals.ts";

/** One under a lease: only its holder, naming the fence, can complete it. */
export interface ClaimedSeed extends Seed {
  readonly fence: number;
}

export type SeedOutcome = Pick<DeliverabilityTestSeedsTable, "due_at"> &
  Partial<Pick<DeliverabilityTestSeedsTable, "placement" | "spf" | "dkim">>;

/** Of what is forgotten, at one go. */
const forgottenAtOnce = 50;

export class DeliverabilityTestStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async write(steps: readonly Step[]): Promise<void> {
    await this.#database.write(steps);
  }

  /** Guarded: `limit-exceeded` where there are `most` already. */
  changesToCreate(test: DeliverabilityTest, most: number): Step[] {
    const { build } = this.#database;
    const { account, region } = test.owner;
    const row = {
      account,
      region,
      id: test.id,
      created_at: test.createdAt,
      name: test.name ?? null,
      subject: test.subject,
      from_address: test.from,
    };
    const theirs = build.selectFrom("deliverability_tests").where((of) => of.and({ account, region }));
    return [
      ...requireRoom(this.#database, most, theirs, () => tooManyTests(most)),
      { query: build.insertInto("deliverability_tests").values(row).compile() },
    ];
  }

  changesToAdd(seed: Seed): Step[] {
    const query = this.#database.build.insertInto("deliverability_test_seeds").values(toRow(seed)).compile();
    return [{ query }, { topic: "deliverability-tests" }];
  }

  requireExistence({ account, region }: Owner, id: string): Step {
    const query = this.#database.build
      .selectFrom("deliverability_tests")
      .select("id")
      .where((row) => row.and({ account, region, id }))
      .compile();
    return { query, otherwise: () => noSuchTest(id) };
  }

  async find({ account, region }: Owner, id: string): Promise<DeliverabilityTest | undefined> {
    const [row] = await this.#database.read(
      this.#database.build
        .selectFrom("deliverability_tests")
        .selectAll()
        .where((one) => one.and({ account, region, id }))
        .compile(),
    );
    return row && toTest(row);
  }

  /** The latest first. */
  async list(
    { account, region }: Owner,
    { before, limit }: { readonly before: string | undefined; readonly limit: number },
  ): Promise<DeliverabilityTest[]> {
    let query = this.#database.build
      .selectFrom("deliverability_tests")
      .selectAll()
      .where((one) => one.and({ account, region }));
    if (before !== undefined) query = query.where("id", "<", before);
    return (await this.#database.read(query.orderBy("id", "desc").limit(limit).compile())).map(toTest);
  }

  /** By address. */
  async seeds({ account, region }: Owner, test: string): Promise<Seed[]> {
    const rows = await this.#database.read(
      this.#database.build
        .selectFrom("deliverability_test_seeds")
        .selectAll()
        .where((one) => one.and({ account, region, test }))
        .orderBy("address")
        .compile(),
    );
    return rows.map(toSeed);
  }

  /** Which of these tests have messages that are still looked for. */
  async underWay({ account, region }: Owner, tests: readonly string[]): Promise<ReadonlySet<string>> {
    if (tests.length === 0) return new Set();
    const rows = await this.#database.read(
      this.#database.build
        .selectFrom("deliverability_test_seeds")
        .select("test")
        .distinct()
        .where((one) => one.and({ account, region }))
        .where("test", "in", tests)
        .where("due_at", "is not", null)
        .compile(),
    );
    return new Set(rows.map(({ test }) => test));
  }

  /** Takes some that are due, earliest first; any number of processes may do so at once. */
  async claimDue(
    now: number,
    { limit, leaseUntil }: { readonly limit: number; readonly leaseUntil: number },
  ): Promise<ClaimedSeed[]> {
    const { build } = this.#database;
    const due = build
      .selectFrom("deliverability_test_seeds")
      .select(["account", "region", "test", "address"])
      .where("due_at", "<=", now)
      .orderBy("due_at")
      .limit(limit);
    const rows = await this.#database.change(
      build
        .updateTable("deliverability_test_seeds")
        .set((of) => ({ due_at: leaseUntil, fence: of("fence", "+", 1), looks: of("looks", "+", 1) }))
        .where(sql<boolean>`(account, region, test, address) in ${dueToClaim(this.#database, due)}`)
        .returningAll()
        .compile(),
    );
    return rows.map((row) => ({ ...toSeed(row), fence: row.fence }));
  }

  async nextDueAt(): Promise<number | undefined> {
    const [row] = await this.#database.read(
      this.#database.build
        .selectFrom("deliverability_test_seeds")
        .select("due_at")
        .where("due_at", "is not", null)
        .orderBy("due_at")
        .limit(1)
        .compile(),
    );
    return row?.due_at ?? undefined;
  }

  /** Guarded: a lost lease undoes the whole group. */
  complete({ owner: { account, region }, test, address, fence }: ClaimedSeed, outcome: SeedOutcome): Step {
    const query = this.#database.build
      .updateTable("deliverability_test_seeds")
      .set(outcome)
      .where((row) => row.and({ account, region, test, address, fence }))
      .compile();
    return { query, otherwise: () => new LeaseLost() };
  }

  /** Some that are older than a time. */
  async old(before: number): Promise<Pick<DeliverabilityTest, "owner" | "id">[]> {
    const rows = await this.#database.read(
      this.#database.build
        .selectFrom("deliverability_tests")
        .select(["account", "region", "id"])
        .where("created_at", "<", before)
        .limit(forgottenAtOnce)
        .compile(),
    );
    return rows.map(({ account, region, id }) => ({ owner: { account, region }, id }));
  }

  changesToRemove({ account, region }: Owner, id: string): Step[] {
    const { build } = this.#database;
    return [
      {
        query: build
          .deleteFrom("deliverability_test_seeds")
          .where((row) => row.and({ account, region, test: id }))
          .compile(),
      },
      {
        query: build
          .deleteFrom("deliverability_tests")
          .where((row) => row.and({ account, region, id }))
          .compile(),
      },
    ];
  }
}

function toTest(row: DeliverabilityTestsTable): DeliverabilityTest {
  return {
    owner: { account: row.account, region: row.region },
    id: row.id,
    createdAt: row.created_at,
    name: row.name ?? undefined,
    subject: row.subject,
    from: row.from_address,
  };
}

function toRow({ owner, ...seed }: Seed): DeliverabilityTestSeedsTable {
  return {
    ...owner,
    test: seed.test,
    address: seed.address,
    provider: seed.provider,
    message_id: seed.messageId,
    created_at: seed.createdAt,
    due_at: seed.dueAt ?? null,
    fence: 0,
    looks: 0,
    placement: null,
    spf: null,
    dkim: null,
  };
}

function toSeed(row: DeliverabilityTestSeedsTable): Seed {
  return {
    owner: { account: row.account, region: row.region },
    test: row.test,
    address: row.address,
    provider: row.provider,
    messageId: row.message_id,
    createdAt: row.created_at,
    dueAt: row.due_at ?? undefined,
    looks: row.looks,
    placement: row.placement ?? undefined,
    spf: row.spf === null ? undefined : row.spf === 1,
    dkim: row.dkim === null ? undefined : row.dkim === 1,
  };
}

import { sql } from "kysely";
import type { Database, Step } from "#platform/database/database.ts";
import { dueToClaim } from "#platform/database/due-to-claim.ts";
import type { BlocklistChecksTable } from "#platform/database/tables/blocklists.ts";
import { LeaseLost } from "#platform/lease-lost.ts";
import type { Standing } from "./blocklist.ts";

/** One under a lease: only its holder, naming the fence, can complete it. */
export interface ClaimedStanding extends Standing {
  readonly fence: number;
}

export class BlocklistStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async write(steps: readonly Step[]): Promise<void> {
    await this.#database.write(steps);
  }

  /** What is new is due now; of the rest it is noted that it is still wanted. */
  want(
    address: string,
    list: string,
    { now, until }: { readonly now: number; readonly until: number },
  ): Step {
    const query = this.#database.build
      .insertInto("blocklist_checks")
      .values({ address, list, wanted_until: until, due_at: now, fence: 0 })
      .onConflict((conflict) => conflict.columns(["address", "list"]).doUpdateSet({ wanted_until: until }))
      .compile();
    return { query };
  }

  removeUnwanted(now: number): Step {
    const query = this.#database.build.deleteFrom("blocklist_checks").where("wanted_until", "<", now);
    return { query: query.compile() };
  }

  /** Takes some that are due, earliest first; any number of processes may do so at once. */
  async claimDue(
    lists: readonly string[],
    { now, limit, leaseUntil }: { readonly now: number; readonly limit: number; readonly leaseUntil: number },
  ): Promise<ClaimedStanding[]> {
    const { build } = this.#database;
    const due = build
      .selectFrom("blocklist_checks")
      .select(["address", "list"])
      .where("due_at", "<=", now)
      .where("list", "in", lists)
      .orderBy("due_at")
      .limit(limit);
    const rows = await this.#database.change(
      build
        .updateTable("blocklist_checks")
        .set((expression) => ({ due_at: leaseUntil, fence: expression("fence", "+", 1) }))
        .where(sql<boolean>`(address, list) in ${dueToClaim(this.#database, due)}`)
        .returningAll()
        .compile(),
    );
    return rows.map((row) => ({ ...toStanding(row), fence: row.fence }));
  }

  async nextDueAt(lists: readonly string[]): Promise<number | undefined> {
    const [row] = await this.#database.read(
      this.#database.build
        .selectFrom("blocklist_checks")
        .select("due_at")
        .where("list", "in", lists)
        .orderBy("due_at")
        .limit(1)
        .compile(),
    );
    return row?.due_at;
  }

  /** Guarded: a lost lease undoes the whole group. */
  complete(claim: ClaimedStanding, dueAt: number, changed: Partial<BlocklistChecksTable>): Step {
    const { address, list, fence } = claim;
    const query = this.#database.build
      .updateTable("blocklist_checks")
      .set({ ...changed, due_at: dueAt })
      .where((row) => row.and({ address, list, fence }))
      .compile();
    return { query, otherwise: () => new LeaseLost() };
  }

  /** By address and list. */
  async all(lists: readonly string[]): Promise<Standing[]> {
    const rows = await this.#database.read(
      this.#database.build
        .selectFrom("blocklist_checks")
        .selectAll()
        .where("list", "in", lists)
        .orderBy("address")
        .orderBy("list")
        .compile(),
    );
    return rows.map(toStanding);
  }
}

function toStanding(row: BlocklistChecksTable): Standing {
  return {
    address: row.address,
    list: row.list,
    verdict: row.verdict ?? undefined,
    listedAt: row.listed_at ?? undefined,
    description: row.description ?? undefined,
    trouble: row.trouble ?? undefined,
  };
}

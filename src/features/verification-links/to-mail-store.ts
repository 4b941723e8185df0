import { sql } from "kysely";
import type { Backlog } from "#platform/backlog.ts";
import type { Database, Step } from "#platform/database/database.ts";
import { dueToClaim } from "#platform/database/due-to-claim.ts";
import { prepare } from "#platform/database/prepare.ts";
import { readBacklog } from "#platform/database/read-backlog.ts";
import { LeaseLost } from "#platform/lease-lost.ts";
import type { Owner } from "#platform/owner.ts";

/** An address that is to be mailed a link. */
export interface LinkToMail {
  readonly owner: Owner;
  readonly identityId: string;
  readonly address: string;
}

/** One under a lease: only its holder, naming the fence, can complete it. */
export interface ClaimedLinkToMail extends LinkToMail {
  readonly fence: number;
  readonly leaseUntil: number;
}

export class LinkToMailStore {
  readonly #database: Database;
  readonly #insert: ReturnType<typeof insertion>;
  readonly #claimDue: ReturnType<typeof claiming>;
  readonly #complete: ReturnType<typeof completion>;

  constructor(database: Database) {
    this.#database = database;
    this.#insert = insertion(database);
    this.#claimDue = claiming(database);
    this.#complete = completion(database);
  }

  insert({ owner: { account, region }, identityId, address }: LinkToMail, dueAt: number): Step {
    return { query: this.#insert({ account, region, identityId, address, dueAt }) };
  }

  /** Takes some that are due, earliest first; any number of processes may do so at once. */
  async claimDue(
    now: number,
    { limit, leaseUntil }: { limit: number; leaseUntil: number },
  ): Promise<ClaimedLinkToMail[]> {
    const rows = await this.#database.change(this.#claimDue({ now, limit, leaseUntil }));
    return rows.map(({ account, region, identity_id, address, fence, due_at }) => ({
      owner: { account, region },
      identityId: identity_id,
      address,
      fence,
      leaseUntil: due_at,
    }));
  }

  async nextDueAt(): Promise<number | undefined> {
    const [row] = await this.#database.read(
      this.#database.build.selectFrom("links_to_mail").select("due_at").orderBy("due_at").limit(1).compile(),
    );
    return row?.due_at;
  }

  async backlog(now: number): Promise<Backlog> {
    return await readBacklog(
      this.#database,
      this.#database.build.selectFrom("links_to_mail").select("due_at"),
      now,
    );
  }

  /** Guarded: a lost lease undoes the whole group. */
  complete({ owner: { account, region }, identityId, fence }: ClaimedLinkToMail): Step {
    return {
      query: this.#complete({ account, region, identityId, fence }),
      otherwise: () => new LeaseLost(),
    };
  }

  /** Ends a claim: it is for later. */
  async postpone({ owner, identityId, fence }: ClaimedLinkToMail, until: number): Promise<void> {
    const query = this.#database.build
      .updateTable("links_to_mail")
      .set({ due_at: until })
      .where((row) => row.and({ ...owner, identity_id: identityId, fence }))
      .compile();
    await this.#database.write([{ query }]);
  }

  /** All that are claimed, as if they had not been. */
  async releaseAll(now: number): Promise<void> {
    const query = this.#database.build
      .updateTable("links_to_mail")
      .set({ due_at: now })
      .where("due_at", ">", now)
      .compile();
    await this.#database.write([{ query }]);
  }

  remove({ account, region }: Owner, identityId: string): Step {
    const query = this.#database.build
      .deleteFrom("links_to_mail")
      .where("account", "=", account)
      .where("region", "=", region)
      .where("identity_id", "=", identityId)
      .compile();
    return { query };
  }
}

type Key = Owner & { identityId: string };

function insertion(database: Database) {
  return prepare<Key & { address: string; dueAt: number }>()(
    database,
    (build, { account, region, identityId, address, dueAt }) =>
      build
        .insertInto("links_to_mail")
        .values({ account, region, identity_id: identityId, address, due_at: dueAt, fence: 0 }),
  );
}

function claiming(database: Database) {
  return prepare<{ now: number; limit: number; leaseUntil: number }>()(
    database,
    (build, { now, limit, leaseUntil }) => {
      const due = build
        .selectFrom("links_to_mail")
        .select(["account", "region", "identity_id"])
        .where("due_at", "<=", now)
        .orderBy("due_at")
        .limit(limit);
      return build
        .updateTable("links_to_mail")
        .set((expression) => ({ due_at: leaseUntil, fence: expression("fence", "+", 1) }))
        .where(sql<boolean>`(account, region, identity_id) in ${dueToClaim(database, due)}`)
        .returningAll();
    },
  );
}

function completion(database: Database) {
  return prepare<Key & { fence: number }>()(database, (build, { account, region, identityId, fence }) =>
    build
      .deleteFrom("links_to_mail")
      .where("account", "=", account)
      .where("region", "=", region)
      .where("identity_id", "=", identityId)
      .where("fence", "=", fence),
  );
}

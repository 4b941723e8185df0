import { sql } from "kysely";
import type { Database, Step } from "#platform/database/database.ts";
import { nameOf, type Owner } from "#platform/owner.ts";

export interface Pause {
  /** `*`: every domain. */
  readonly domain: string;
  readonly pausedAt: number;
  readonly reason: string;
}

/** What waits for one domain. */
export interface DomainQueue {
  readonly domain: string;
  readonly queued: number;
  /** How many of them are due, or being tried. */
  readonly due: number;
  /** The first that was queued. */
  readonly firstId: string;
  readonly nextTryAt: number;
  /** One of the last replies. */
  readonly lastReply: string | undefined;
}

// Part of the statement's text: only then do the engines see that the partial index of what is queued serves it.
const queued = sql.lit("queued" as const);

export class QueuePauseStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async pauses({ account, region }: Owner): Promise<Pause[]> {
    const rows = await this.#database.read(
      this.#database.build
        .selectFrom("queue_pauses")
        .select(["domain", "paused_at", "reason"])
        .where("account", "=", account)
        .where("region", "=", region)
        .orderBy("domain")
        .compile(),
    );
    return rows.map(({ domain, paused_at: pausedAt, reason }) => ({ domain, pausedAt, reason }));
  }

  async pause(owner: Owner, { domain, pausedAt, reason }: Pause): Promise<void> {
    const values = { paused_at: pausedAt, reason };
    const query = this.#database.build
      .insertInto("queue_pauses")
      .values({ ...owner, domain, ...values })
      .onConflict((conflict) => conflict.columns(["account", "region", "domain"]).doUpdateSet(values))
      .compile();
    await this.#database.write([{ query }, changed(owner)]);
  }

  /** Ends a pause, and makes due what waited for it. Throws `otherwise` where there is none. */
  async resume(owner: Owner, domain: string, now: number, otherwise: () => Error): Promise<void> {
    const query = this.#database.build
      .deleteFrom("queue_pauses")
      .where((row) => row.and({ ...owner, domain }))
      .compile();
    await this.#database.write([
      { query, otherwise },
      this.#makeDue(owner, domain, now),
      changed(owner),
      { topic: "deliveries" },
    ]);
  }

  /** Makes due what is not being tried. Resolves to how many there were. */
  async makeDue(owner: Owner, domain: string, now: number): Promise<number> {
    const [outcome] = await this.#database.write([
      this.#makeDue(owner, domain, now),
      { topic: "deliveries" },
    ]);
    return outcome?.count ?? 0;
  }

  #makeDue({ account, region }: Owner, domain: string, now: number): Step {
    let query = this.#database.build
      .updateTable("deliveries")
      .set({ due_at: now })
      .where("state", "=", queued)
      .where("phase", "=", "idle")
      .where("account", "=", account)
      .where("region", "=", region);
    if (domain !== "*") query = query.where("recipient_domain", "=", domain);
    return { query: query.compile() };
  }

  /** Those with most first. */
  async domains({ account, region }: Owner, now: number, limit: number): Promise<DomainQueue[]> {
    const rows = await this.#database.read(
      this.#database.build
        .selectFrom("deliveries")
        .select(({ fn }) => [
          "recipient_domain",
          fn.countAll<number>().as("n"),
          sql<number>`cast(sum(case when due_at <= ${now} or phase <> 'idle' then 1 else 0 end) as bigint)`.as(
            "due",
          ),
          fn.min("id").as("first_id"),
          fn.min("due_at").as("next_at"),
          fn.max("last_reply").as("last_reply"),
        ])
        .where("state", "=", queued)
        .where("account", "=", account)
        .where("region", "=", region)
        .groupBy("recipient_domain")
        .orderBy("n", "desc")
        .orderBy("recipient_domain")
        .limit(limit)
        .compile(),
    );
    return rows.map((row) => ({
      domain: row.recipient_domain,
      queued: Number(row.n),
      due: Number(row.due),
      firstId: row.first_id,
      nextTryAt: Number(row.next_at),
      lastReply: row.last_reply ?? undefined,
    }));
  }

  async totals({ account, region }: Owner, now: number) {
    const [row] = await this.#database.read(
      this.#database.build
        .selectFrom("deliveries")
        .select(({ fn }) => [
          fn.countAll<number>().as("n"),
          sql<
            number | null
          >`cast(sum(case when due_at <= ${now} or phase <> 'idle' then 1 else 0 end) as bigint)`.as("due"),
          fn.min("id").as("first_id"),
        ])
        .where("state", "=", queued)
        .where("account", "=", account)
        .where("region", "=", region)
        .compile(),
    );
    return {
      queued: Number(row?.n ?? 0),
      due: Number(row?.due ?? 0),
      firstId: (row?.first_id ?? undefined) as string | undefined,
    };
  }
}

function changed(owner: Owner): Step {
  return { topic: "queue-pauses", about: nameOf(owner) };
}

import { sql } from "kysely";
import type { Database } from "#platform/database/database.ts";
import type { Owner } from "#platform/owner.ts";

/** What waits in a part of the queue. */
export interface Waiting {
  readonly queued: number;
  /** How many of them may be tried now, or are. */
  readonly due: number;
  /** How many are being tried: as many connections as are in use, or stood in line for. */
  readonly trying: number;
  /** The first that was queued. */
  readonly firstId: string;
  readonly nextTryAt: number;
  /** One of the last replies. */
  readonly lastReply: string | undefined;
}

export interface WaitingForDomain extends Waiting {
  readonly domain: string;
  /** Whose servers they are; undefined where they were not looked up. */
  readonly site: string | undefined;
}

export interface WaitingForSite extends Waiting {
  readonly site: string | undefined;
  readonly domains: number;
  /** Where its servers could not be reached: nothing is tried before. */
  readonly restsUntil: number | undefined;
}

// Part of the statement's text: only then do the engines see that the partial index of what is queued serves it.
const queued = sql.lit("queued" as const);

/** What waits to be delivered, added up. */
export class WaitingStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Those with most first. `site`: those of one; `undefined` in it: those whose servers were not looked up. */
  async domains(
    owner: Owner,
    now: number,
    { limit, among }: { readonly limit: number; readonly among?: Pick<WaitingForDomain, "site"> | undefined },
  ): Promise<WaitingForDomain[]> {
    const by = this.#byDomain(owner, now);
    const meant = among === undefined ? by : by.having(isSite(among.site));
    const rows = await this.#database.read(
      meant.orderBy("n", "desc").orderBy("recipient_domain").limit(limit).compile(),
    );
    return rows.map((row) => ({
      ...toWaiting(row),
      domain: row.recipient_domain,
      site: row.site ?? undefined,
    }));
  }

  /** Those with most first. A domain is its site's as a whole: what of it has not been tried is where the rest of it goes. */
  async sites(owner: Owner, now: number, limit: number): Promise<WaitingForSite[]> {
    const rows = await this.#database.read(
      this.#database.build
        .selectFrom(this.#byDomain(owner, now).as("by_domain"))
        .select(({ fn }) => [
          "site",
          fn.countAll<number>().as("domains"),
          sql<number>`cast(sum(n) as bigint)`.as("n"),
          sql<number>`cast(sum(due) as bigint)`.as("due"),
          sql<number>`cast(sum(trying) as bigint)`.as("trying"),
          fn.min("first_id").as("first_id"),
          fn.min("next_at").as("next_at"),
          fn.max("last_reply").as("last_reply"),
          fn.max("rests_until").as("rests_until"),
        ])
        .groupBy("site")
        .orderBy("n", "desc")
        .orderBy("site")
        .limit(limit)
        .compile(),
    );
    return rows.map((row) => ({
      ...toWaiting(row),
      site: row.site ?? undefined,
      domains: Number(row.domains),
      restsUntil: Number(row.rests_until ?? 0) > now ? Number(row.rests_until) : undefined,
    }));
  }

  async totals(
    { account, region }: Owner,
    now: number,
  ): Promise<Pick<Waiting, "queued" | "due"> & { readonly firstId: string | undefined }> {
    const [row] = await this.#database.read(
      this.#database.build
        .selectFrom("deliveries")
        .select(({ fn }) => [
          fn.countAll<number>().as("n"),
          countWhere(sql`due_at <= ${now} or phase <> 'idle'`).as("due"),
          fn.min<string | null>("id").as("first_id"),
        ])
        .where("state", "=", queued)
        .where("account", "=", account)
        .where("region", "=", region)
        .compile(),
    );
    return { queued: Number(row?.n ?? 0), due: Number(row?.due ?? 0), firstId: row?.first_id ?? undefined };
  }

  #byDomain({ account, region }: Owner, now: number) {
    return this.#database.build
      .selectFrom("deliveries")
      .select(({ fn }) => [
        "recipient_domain",
        fn.max("site").as("site"),
        fn.countAll<number>().as("n"),
        countWhere(sql`due_at <= ${now} or phase <> 'idle'`).as("due"),
        countWhere(sql`phase <> 'idle'`).as("trying"),
        fn.min("id").as("first_id"),
        fn.min("due_at").as("next_at"),
        fn.max("last_reply").as("last_reply"),
        fn.max("site_rests_until").as("rests_until"),
      ])
      .where("state", "=", queued)
      .where("account", "=", account)
      .where("region", "=", region)
      .groupBy("recipient_domain");
  }
}

function countWhere(condition: ReturnType<typeof sql>) {
  return sql<number>`cast(sum(case when ${condition} then 1 else 0 end) as bigint)`;
}

function isSite(site: string | undefined) {
  return site === undefined ? sql<boolean>`max(site) is null` : sql<boolean>`max(site) = ${site}`;
}

function toWaiting(row: {
  readonly n: number;
  readonly due: number;
  readonly trying: number;
  readonly first_id: string;
  readonly next_at: number;
  readonly last_reply: string | null;
}): Waiting {
  return {
    queued: Number(row.n),
    due: Number(row.due),
    trying: Number(row.trying),
    firstId: row.first_id,
    nextTryAt: Number(row.next_at),
    lastReply: row.last_reply ?? undefined,
  };
}

import { sql } from "kysely";
import type { Database, Step } from "#platform/database/database.ts";
import { nameOf, type Owner } from "#platform/owner.ts";

/** A part of the queue: what is for a domain (`*`: for any), or for a provider's servers, whatever the domain. */
export type QueuePart = { readonly domain: string } | { readonly site: string };

export interface Pause {
  readonly of: QueuePart;
  readonly pausedAt: number;
  readonly reason: string;
}

// Part of the statement's text: only then do the engines see that the partial index of what is queued serves it.
const queued = sql.lit("queued" as const);

export class QueuePauseStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Those of domains first. */
  async pauses({ account, region }: Owner): Promise<Pause[]> {
    const { build } = this.#database;
    const ofDomains = build
      .selectFrom("queue_pauses")
      .select(["domain as name", "paused_at", "reason"])
      .where("account", "=", account)
      .where("region", "=", region)
      .orderBy("domain");
    const ofSites = build
      .selectFrom("queue_site_pauses")
      .select(["site as name", "paused_at", "reason"])
      .where("account", "=", account)
      .where("region", "=", region)
      .orderBy("site");
    const [domains, sites] = await Promise.all([
      this.#database.read(ofDomains.compile()),
      this.#database.read(ofSites.compile()),
    ]);
    return [
      ...domains.map((row) => ({ of: { domain: row.name }, pausedAt: row.paused_at, reason: row.reason })),
      ...sites.map((row) => ({ of: { site: row.name }, pausedAt: row.paused_at, reason: row.reason })),
    ];
  }

  async pause(owner: Owner, { of, pausedAt, reason }: Pause): Promise<void> {
    const { build } = this.#database;
    const values = { paused_at: pausedAt, reason };
    const query =
      "site" in of
        ? build
            .insertInto("queue_site_pauses")
            .values({ ...owner, ...of, ...values })
            .onConflict((conflict) => conflict.columns(["account", "region", "site"]).doUpdateSet(values))
            .compile()
        : build
            .insertInto("queue_pauses")
            .values({ ...owner, ...of, ...values })
            .onConflict((conflict) => conflict.columns(["account", "region", "domain"]).doUpdateSet(values))
            .compile();
    await this.#database.write([{ query }, changed(owner)]);
  }

  /** Ends a pause, and makes due what waited for it. Throws `otherwise` where there is none. */
  async resume(owner: Owner, part: QueuePart, now: number, otherwise: () => Error): Promise<void> {
    const { build } = this.#database;
    const query =
      "site" in part
        ? build
            .deleteFrom("queue_site_pauses")
            .where((row) => row.and({ ...owner, ...part }))
            .compile()
        : build
            .deleteFrom("queue_pauses")
            .where((row) => row.and({ ...owner, ...part }))
            .compile();
    await this.#database.write([{ query, otherwise }, changed(owner), ...this.#makeDue(owner, part, now)]);
  }

  /** Makes due what is not being tried. Resolves to how many there were. */
  async makeDue(owner: Owner, part: QueuePart, now: number): Promise<number> {
    const [outcome] = await this.#database.write(this.#makeDue(owner, part, now));
    return outcome?.count ?? 0;
  }

  #makeDue({ account, region }: Owner, part: QueuePart, now: number): Step[] {
    let query = this.#database.build
      .updateTable("deliveries")
      .set({ due_at: now })
      .where("state", "=", queued)
      .where("phase", "=", "idle")
      // An expression, so that SQLite goes by what is queued, not through everything that the account ever sent.
      .where(sql<boolean>`account || '' = ${account}`)
      .where("region", "=", region);
    if ("site" in part) query = query.where("site", "=", part.site);
    else if (part.domain !== "*") query = query.where("recipient_domain", "=", part.domain);
    // Of domains it is not known here whose servers they have.
    const tried = "site" in part ? { about: part.site } : {};
    // The servers first: what is claimed before its servers' rest has ended has had its try.
    return [{ query: query.compile() }, { topic: "mail-sites-retried", ...tried }, { topic: "deliveries" }];
  }
}

function changed(owner: Owner): Step {
  return { topic: "queue-pauses", about: nameOf(owner) };
}

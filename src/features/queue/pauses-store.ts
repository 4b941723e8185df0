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

/** So few that whoever else writes hardly waits for them. */
const madeDueAtOnce = 1_000;

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
    await this.#database.write([{ query, otherwise }, changed(owner)]);
    await this.makeDue(owner, part, now);
  }

  /** Makes due what waits for its next try, a lot after the other. Resolves to how many there were. */
  async makeDue(owner: Owner, part: QueuePart, now: number): Promise<number> {
    // Of domains it is not known here whose servers they have.
    const tried = "site" in part ? { about: part.site } : {};
    // The servers first: what is claimed before its servers' rest has ended has had its try.
    await this.#database.write([{ topic: "mail-sites-retried", ...tried }]);
    let [madeDue, from] = [0, now + 1];
    for (;;) {
      const waiting = await this.#database.readAside(this.#waiting(owner, part, from));
      const last = waiting.at(-1);
      if (last === undefined) return madeDue;
      const ids = waiting.map(({ id }) => id);
      const [outcome] = await this.#database.write([
        { query: this.#makeDue(owner, ids, now) },
        { topic: "deliveries" },
      ]);
      madeDue += outcome?.count ?? 0;
      from = last.due_at;
    }
  }

  #waiting({ account, region }: Owner, part: QueuePart, from: number) {
    let query = this.#database.build
      .selectFrom("deliveries")
      .select(["id", "due_at"])
      .where("state", "=", queued)
      .where("phase", "=", "idle")
      .where("due_at", ">=", from)
      // An expression, so that SQLite goes by what is queued, not through everything that the account ever sent.
      .where(sql<boolean>`account || '' = ${account}`)
      .where("region", "=", region)
      .orderBy("due_at")
      .limit(madeDueAtOnce);
    if ("site" in part) query = query.where("site", "=", part.site);
    else if (part.domain !== "*") query = query.where("recipient_domain", "=", part.domain);
    return query.compile();
  }

  #makeDue(owner: Owner, ids: readonly string[], now: number) {
    return (
      this.#database.build
        .updateTable("deliveries")
        .set({ due_at: now })
        .where((row) => row.and({ ...owner, phase: "idle" }))
        .where("id", "in", ids)
        // Spelled like this, neither leads PostgreSQL to the index of all that is queued, and through it once for each lot.
        .where(sql`state || ''`, "=", "queued")
        .where(sql`due_at + 0`, ">", now)
        .compile()
    );
  }
}

function changed(owner: Owner): Step {
  return { topic: "queue-pauses", about: nameOf(owner) };
}

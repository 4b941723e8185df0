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

/** What waits in the whole queue. */
export interface WaitingInAll {
  readonly queued: number;
  readonly due: number;
  readonly firstId: string | undefined;
  /** Those with most. */
  readonly sites: readonly WaitingForSite[];
  /** Those with most, of the site that was asked for. */
  readonly domains: readonly WaitingForDomain[];
}

/** What waits to be delivered, added up. */
export class WaitingStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * All in one look at the queue, which takes long where it is long. `among`: the domains of one site; `undefined` in it: those whose
   * servers were not looked up. A domain is its site's as a whole: what of it has not been tried is where the rest of it goes.
   */
  async inAll(
    { account, region }: Owner,
    now: number,
    { limit, among }: { readonly limit: number; readonly among?: Pick<WaitingForDomain, "site"> | undefined },
  ): Promise<WaitingInAll> {
    // Spelled like this, the account cannot lead SQLite to the key, and so through all that was ever delivered.
    const ofAccount = sql<boolean>`account || '' = ${account}`;
    const statement = sql<Row>`
      with by_domain as materialized (
        select recipient_domain as domain, max(site) as site, count(*) as n,
          ${countWhere(sql`due_at <= ${now} or phase <> 'idle'`)} as due, ${countWhere(sql`phase <> 'idle'`)} as trying,
          min(id) as first_id, min(due_at) as next_at, max(last_reply) as last_reply, max(site_rests_until) as rests_until
        from deliveries where state = 'queued' and ${ofAccount} and region = ${region}
        group by recipient_domain),
      by_site as materialized (select site, count(*) as domains, ${sums} from by_domain group by site)
      select 'all' as part, cast(null as text) as domain, cast(null as text) as site, count(*) as domains, ${sums}
        from by_site having count(*) > 0
      union all
      select 'site', sites.* from
        (select null as domain, site, domains, ${columns} from by_site order by n desc, site limit ${limit}) as sites
      union all
      select 'domain', domains.* from
        (select domain, site, 1, ${columns} from by_domain where ${isAmong(among)} order by n desc, domain limit ${limit}) as domains
      order by n desc, domain, site`;
    const rows = await this.#database.readAside(statement.compile(this.#database.build));
    const parts = Map.groupBy(rows, ({ part }) => part);
    const [all] = parts.get("all") ?? [];
    return {
      queued: Number(all?.n ?? 0),
      due: Number(all?.due ?? 0),
      firstId: all?.first_id,
      sites: (parts.get("site") ?? []).map((row) => ({
        ...toWaiting(row),
        site: row.site ?? undefined,
        domains: Number(row.domains),
        restsUntil: Number(row.rests_until ?? 0) > now ? Number(row.rests_until) : undefined,
      })),
      domains: (parts.get("domain") ?? []).map((row) => ({
        ...toWaiting(row),
        domain: row.domain ?? "",
        site: row.site ?? undefined,
      })),
    };
  }
}

interface Row {
  readonly part: "all" | "site" | "domain";
  readonly domain: string | null;
  readonly site: string | null;
  readonly domains: number;
  readonly n: number;
  readonly due: number;
  readonly trying: number;
  readonly first_id: string;
  readonly next_at: number;
  readonly last_reply: string | null;
  readonly rests_until: number | null;
}

const columns = sql`n, due, trying, first_id, next_at, last_reply, rests_until`;
const sums = sql`cast(sum(n) as bigint) as n, cast(sum(due) as bigint) as due, cast(sum(trying) as bigint) as trying,
  min(first_id) as first_id, min(next_at) as next_at, max(last_reply) as last_reply, max(rests_until) as rests_until`;

function countWhere(condition: ReturnType<typeof sql>) {
  return sql`cast(sum(case when ${condition} then 1 else 0 end) as bigint)`;
}

function isAmong(among: Pick<WaitingForDomain, "site"> | undefined) {
  if (among === undefined) return sql`1 = 1`;
  return among.site === undefined ? sql`site is null` : sql`site = ${among.site}`;
}

function toWaiting(row: Row): Waiting {
  return {
    queued: Number(row.n),
    due: Number(row.due),
    trying: Number(row.trying),
    firstId: row.first_id,
    nextTryAt: Number(row.next_at),
    lastReply: row.last_reply ?? undefined,
  };
}

import { sql } from "kysely";
import { dayMs } from "#platform/clock.ts";
import type { Database, Step } from "#platform/database/database.ts";
import { dueToClaim } from "#platform/database/due-to-claim.ts";
import { LeaseLost } from "#platform/lease-lost.ts";
import type { TlsSession } from "#protocols/tls-rpt/session.ts";
import type { SessionCount } from "./session-counts.ts";

/** What is to be told to a domain of a day. */
export interface DueReport {
  /** Its first moment (ms), in UTC. */
  readonly day: number;
  readonly domain: string;
  /** The places that have it already, as `nameOfPlace` names them. */
  readonly told: readonly string[];
}

/** One under a lease: only its holder, naming the fence, can complete it. */
export interface ClaimedReport extends DueReport {
  readonly fence: number;
}

/** Six values a row, and SQLite binds 32,766 at most. */
const rowsAtOnce = 1_000;
/** Of one domain and day: more is no report, and the largest numbers say most. */
const mostRead = 200;

export class TlsReportStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async write(steps: readonly Step[]): Promise<void> {
    await this.#database.write(steps);
  }

  /** Adds to what was counted already. In one order in every process, so that no two wait for each other's rows. */
  changesToCount(counts: readonly SessionCount[]): Step[] {
    const rows = counts
      .map(({ day, session: { domain, policy, failure }, outcome, n }) => ({
        day,
        domain,
        outcome,
        policy: JSON.stringify(policy),
        failure: failure === undefined ? null : JSON.stringify(failure),
        n,
      }))
      .toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
    return chunksOf(rows).map((some) => {
      const query = this.#database.build
        .insertInto("tls_sessions")
        .values(some)
        .onConflict((conflict) =>
          conflict
            .columns(["day", "domain", "outcome"])
            .doUpdateSet({ n: sql<number>`tls_sessions.n + excluded.n` }),
        );
      return { query: query.compile() };
    });
  }

  /** That a domain is to have a report of a day, unless that was known. */
  changesToPlan(reports: readonly { day: number; domain: string; dueAt: number }[]): Step[] {
    const rows = reports
      .map(({ day, domain, dueAt }) => ({ day, domain, due_at: dueAt, fence: 0, told: "[]" }))
      .toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
    return chunksOf(rows).map((some) => {
      const query = this.#database.build
        .insertInto("tls_reports")
        .values(some)
        .onConflict((conflict) => conflict.columns(["day", "domain"]).doNothing());
      return { query: query.compile() };
    });
  }

  /** Takes some that are due, earliest first; any number of processes may do so at once. */
  async claimDue(
    now: number,
    { limit, leaseUntil }: { readonly limit: number; readonly leaseUntil: number },
  ): Promise<ClaimedReport[]> {
    const { build } = this.#database;
    const due = build
      .selectFrom("tls_reports")
      .select(["day", "domain"])
      .where("due_at", "<=", now)
      .orderBy("due_at")
      .limit(limit);
    const rows = await this.#database.change(
      build
        .updateTable("tls_reports")
        .set((expression) => ({ due_at: leaseUntil, fence: expression("fence", "+", 1) }))
        .where(sql<boolean>`(day, domain) in ${dueToClaim(this.#database, due)}`)
        .returning(["day", "domain", "fence", "told"])
        .compile(),
    );
    return rows.map(({ told, ...row }) => ({ ...row, told: JSON.parse(told) as string[] }));
  }

  async nextDueAt(): Promise<number | undefined> {
    const [row] = await this.#database.read(
      this.#database.build
        .selectFrom("tls_reports")
        .select("due_at")
        .where("due_at", "is not", null)
        .orderBy("due_at")
        .limit(1)
        .compile(),
    );
    return row?.due_at ?? undefined;
  }

  /** The most frequent first. */
  async sessions({ day, domain }: DueReport): Promise<{ session: TlsSession; n: number }[]> {
    const rows = await this.#database.read(
      this.#database.build
        .selectFrom("tls_sessions")
        .select(["policy", "failure", "n"])
        .where((row) => row.and({ day, domain }))
        .orderBy("n", "desc")
        .orderBy("outcome")
        .limit(mostRead)
        .compile(),
    );
    return rows.map(({ policy, failure, n }) => ({
      session: {
        domain,
        policy: JSON.parse(policy) as TlsSession["policy"],
        failure: failure === null ? undefined : (JSON.parse(failure) as TlsSession["failure"]),
      },
      n,
    }));
  }

  /** Guarded: a lost lease undoes the whole group. `dueAt` null: there is nothing more to be done for it. */
  changeToComplete(
    { day, domain, fence }: ClaimedReport,
    { dueAt, told }: { readonly dueAt: number | null; readonly told: readonly string[] },
  ): Step {
    const query = this.#database.build
      .updateTable("tls_reports")
      .set({ due_at: dueAt, told: JSON.stringify(told) })
      .where((row) => row.and({ day, domain, fence }))
      .compile();
    return { query, otherwise: () => new LeaseLost() };
  }

  /** What is left of days before one. */
  async forget(before: number): Promise<void> {
    const { build } = this.#database;
    await this.#database.write([
      { query: build.deleteFrom("tls_sessions").where("day", "<", before).compile() },
      { query: build.deleteFrom("tls_reports").where("day", "<", before).compile() },
    ]);
  }
}

function nameOf({ day, domain, outcome = "" }: { day: number; domain: string; outcome?: string }): string {
  return `${day / dayMs} ${domain} ${outcome}`;
}

function chunksOf<Item>(items: readonly Item[]): Item[][] {
  return Array.from({ length: Math.ceil(items.length / rowsAtOnce) }, (_, at) =>
    items.slice(at * rowsAtOnce, (at + 1) * rowsAtOnce),
  );
}

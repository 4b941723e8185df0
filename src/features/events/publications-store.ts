import { type RawBuilder, type Selectable, sql } from "kysely";
import type { Backlog } from "#platform/backlog.ts";
import type { Database, Step } from "#platform/database/database.ts";
import { dueToClaim } from "#platform/database/due-to-claim.ts";
import { prepare } from "#platform/database/prepare.ts";
import { QueueDays, queued, queuedIn } from "#platform/database/queue-days.ts";
import type { EventPublicationsTable } from "#platform/database/tables/events.ts";
import { LeaseLost } from "#platform/lease-lost.ts";
import type { Owner } from "#platform/owner.ts";
import type { PublicationTarget } from "./message-event.ts";

type Row = Selectable<EventPublicationsTable>;

/** One event that is to be told to one, under a lease: only its holder, naming the fence, can end it. */
export interface ClaimedPublication {
  readonly owner: Owner;
  readonly id: string;
  readonly target: PublicationTarget;
  readonly messageId: string;
  readonly eventId: string;
  readonly attempts: number;
  readonly expiresAt: number;
  readonly fence: number;
}

export interface Claiming {
  readonly now: number;
  readonly leaseUntil: number;
  readonly limit: number;
}

export type PublicationState =
  | { readonly is: "queued"; readonly dueAt: number }
  | { readonly is: "published" | "failed" };

/** One event that one is told, or was, as it is shown. */
export interface Publication
  extends Pick<ClaimedPublication, "id" | "target" | "messageId" | "eventId" | "attempts" | "expiresAt"> {
  readonly state: PublicationState;
  readonly lastAnswer: string | undefined;
  /** Undefined where the event is kept no more. */
  readonly event: { readonly type: string; readonly at: number } | undefined;
}

/** In one write; anybody's message may have a hundred thousand events. */
const mostHeldUp = 100;

export class PublicationStore {
  readonly #database: Database;
  readonly #days: QueueDays;
  readonly #claimDue: (now: number) => Promise<ReturnType<typeof claiming>>;
  readonly #claimOfAccount: (now: number) => Promise<ReturnType<typeof claiming>>;

  constructor(database: Database) {
    this.#database = database;
    this.#days = new QueueDays(database, "event_publications");
    this.#claimDue = this.#days.prepare((leastId) => claiming(database, leastId, "all"));
    this.#claimOfAccount = this.#days.prepare((leastId) => claiming(database, leastId, "account"));
  }

  insert(
    owner: Owner,
    publication: {
      readonly id: string;
      readonly target: PublicationTarget;
      readonly messageId: string;
      readonly eventId: string;
      readonly dueAt: number;
      readonly expiresAt: number;
    },
  ): Step {
    const { id, target, messageId, eventId, dueAt, expiresAt } = publication;
    const query = this.#database.build
      .insertInto("event_publications")
      .values({
        ...owner,
        id,
        target: target.id,
        target_kind: target.kind,
        message_id: messageId,
        event_id: eventId,
        state: "queued",
        due_at: dueAt,
        expires_at: expiresAt,
        attempts: 0,
        fence: 0,
        last_answer: null,
      })
      .compile();
    return { query };
  }

  /** Takes some that are due, of all or of one account, but none whose target has not been told of what came before in the same message. */
  async claimDue(times: Claiming, account?: string): Promise<ClaimedPublication[]> {
    const claim = await (account === undefined ? this.#claimDue : this.#claimOfAccount)(times.now);
    return (await this.#database.change(claim({ ...times, account: account ?? "" }))).map(toPublication);
  }

  /** Those for whom something waits, due or not, in the order of their numbers: a step in the index each, however much it is. */
  async accountsAfter(after: string, { now, limit }: { now: number; limit: number }): Promise<string[]> {
    const leastId = await this.#days.leastId(now);
    const since = leastId === undefined ? sql`` : sql` and id >= ${sql.lit(leastId)}`;
    const next = (account: RawBuilder<unknown>) => sql`(select min(event_publications.account)
      from event_publications where state = ${queued} and event_publications.account > ${account}${since})`;
    const query = sql<{ account: string }>`with recursive waiting(account) as (
      select ${next(sql`${after}`)} union all
      select ${next(sql`waiting.account`)} from waiting where waiting.account is not null)
      select account from waiting where account is not null limit ${limit}`;
    return (await this.#database.read(query.compile(this.#database.build))).map(({ account }) => account);
  }

  async nextDueAt(now: number): Promise<number | undefined> {
    const waiting = queuedIn(this.#database, "event_publications", await this.#days.leastId(now));
    const [row] = await this.#database.read(waiting.select("due_at").orderBy("due_at").limit(1).compile());
    return row?.due_at;
  }

  async backlog(now: number): Promise<Backlog> {
    return await this.#days.backlog(now);
  }

  /** Ends a claim. What is to be told later holds up what its target is to be told after it. Throws `LeaseLost`. */
  async end(
    claim: ClaimedPublication,
    state: PublicationState,
    answer: string,
    { isAttempt } = { isAttempt: true },
  ): Promise<void> {
    const { owner, id, fence, attempts } = claim;
    const query = this.#database.build
      .updateTable("event_publications")
      .set({
        state: state.is,
        due_at: state.is === "queued" ? state.dueAt : 0,
        last_answer: answer,
        attempts: isAttempt ? attempts : attempts - 1,
      })
      .where((row) => row.and({ ...owner, id, fence, state: "queued" }))
      .compile();
    const ending = { query, otherwise: () => new LeaseLost() };
    await this.#database.write(state.is === "queued" ? [ending, this.#holdUp(claim, state.dueAt)] : [ending]);
  }

  /** Otherwise every claim would look at what is behind it, due and yet not to be told. */
  #holdUp({ id, target, messageId }: ClaimedPublication, dueAt: number): Step {
    const behind = queuedIn(this.#database, "event_publications", undefined)
      .select("id")
      .where("target", "=", target.id)
      .where("message_id", "=", messageId)
      .where("id", ">", id)
      .orderBy("id")
      .limit(mostHeldUp);
    const query = this.#database.build
      .updateTable("event_publications")
      .set({ due_at: dueAt })
      .where("state", "=", queued)
      .where("target", "=", target.id)
      .where("message_id", "=", messageId)
      // Said here too: PostgreSQL leaves the days before it aside.
      .where("id", ">", id)
      .where("id", "in", behind)
      .where("due_at", "<", dueAt)
      .compile();
    return { query };
  }

  /** All that may be claimed: a lease cannot be told from a wait that ends as soon. */
  async releaseAll({ now, leaseUntil }: { now: number; leaseUntil: number }): Promise<void> {
    const query = this.#database.build
      .updateTable("event_publications")
      .set({ due_at: now })
      .where("state", "=", queued)
      .where("due_at", ">", now)
      .where("due_at", "<=", leaseUntil)
      .compile();
    await this.#database.write([{ query }]);
  }

  /** The latest of a target's. */
  async ofTarget(owner: Owner, target: string, limit: number): Promise<Publication[]> {
    return (await this.#database.read(this.#shown(owner, target).limit(limit).compile())).map(toShown);
  }

  async find(owner: Owner, target: string, id: string): Promise<Publication | undefined> {
    const query = this.#shown(owner, target).where("publication.id", "=", id);
    const [row] = await this.#database.read(query.compile());
    return row && toShown(row);
  }

  #shown({ account, region }: Owner, target: string) {
    return this.#database.build
      .selectFrom("event_publications as publication")
      .leftJoin("message_events as event", (join) =>
        join
          .onRef("event.account", "=", "publication.account")
          .onRef("event.region", "=", "publication.region")
          .onRef("event.message_id", "=", "publication.message_id")
          .onRef("event.id", "=", "publication.event_id"),
      )
      .selectAll("publication")
      .select(["event.type as event_type", "event.at as event_at"])
      .where("publication.account", "=", account)
      .where("publication.region", "=", region)
      .where("publication.target", "=", target)
      .orderBy("publication.id", "desc");
  }
}

/**
 * What a target is to be told first of a message: looked up by the index for each. Of a condition that there is none before it PostgreSQL
 * makes a join that compares each of a message's with each other one, and anybody's message may have a hundred thousand.
 */
function firstOfItsMessage(leastId: string | undefined) {
  const since = leastId === undefined ? sql`` : sql`and earlier.id >= ${sql.lit(leastId)}`;
  return sql<string>`(select earlier.id from event_publications as earlier
    where earlier.state = ${queued} and earlier.target = event_publications.target
      and earlier.message_id = event_publications.message_id ${since}
    order by earlier.id limit 1)`;
}

function claiming(database: Database, leastId: string | undefined, of: "all" | "account") {
  return prepare<Claiming & { account: string }>()(database, (build, value) => {
    const due = queuedIn(database, "event_publications", leastId)
      .select(["account", "region", "id"])
      .$if(of === "account", (claim) => claim.where("account", "=", value.account))
      .where("due_at", "<=", value.now)
      .where("id", "=", firstOfItsMessage(leastId))
      .orderBy("due_at")
      .limit(value.limit);
    return build
      .updateTable("event_publications")
      .set((column) => ({
        due_at: value.leaseUntil,
        fence: column("fence", "+", 1),
        attempts: column("attempts", "+", 1),
      }))
      .where(sql<boolean>`(account, region, id) in ${dueToClaim(database, due)}`)
      .$if(leastId !== undefined, (claim) => claim.where("id", ">=", sql.lit(leastId ?? "")))
      .returningAll();
  });
}

function toPublication(row: Row): ClaimedPublication {
  return {
    owner: { account: row.account, region: row.region },
    id: row.id,
    target: { kind: row.target_kind, id: row.target },
    messageId: row.message_id,
    eventId: row.event_id,
    attempts: row.attempts,
    expiresAt: row.expires_at,
    fence: row.fence,
  };
}

function toShown(
  row: Row & { readonly event_type: string | null; readonly event_at: number | null },
): Publication {
  const { event_type: type, event_at: at } = row;
  return {
    ...toPublication(row),
    state: row.state === "queued" ? { is: row.state, dueAt: row.due_at } : { is: row.state },
    lastAnswer: row.last_answer ?? undefined,
    event: type === null || at === null ? undefined : { type, at },
  };
}

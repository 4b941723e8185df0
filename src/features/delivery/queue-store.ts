import { type Selectable, sql } from "kysely";
import type { Backlog } from "#platform/backlog.ts";
import type { Database, Step } from "#platform/database/database.ts";
import { dueToClaim } from "#platform/database/due-to-claim.ts";
import { ofMessages } from "#platform/database/of-messages.ts";
import { prepare } from "#platform/database/prepare.ts";
import { QueueDays, queued, queuedIn } from "#platform/database/queue-days.ts";
import type { DeliveriesTable } from "#platform/database/tables/messages.ts";
import { LeaseLost } from "#platform/lease-lost.ts";
import type { Owner } from "#platform/owner.ts";
import type { ClaimedDelivery, Delivery, DeliveryPart, DeliveryState } from "./delivery.ts";
import type { SiteStanding } from "./transport.ts";

type Row = Selectable<DeliveriesTable>;

export class QueueStore {
  readonly #database: Database;
  readonly #insert: ReturnType<typeof insertion>;
  readonly #days: QueueDays;
  readonly #claimDue: (now: number) => Promise<ReturnType<typeof claiming>>;
  readonly #enterFinalDot: ReturnType<typeof enteringFinalDot>;
  readonly #complete: ReturnType<typeof completion>;
  readonly #earliest: (now: number) => Promise<ReturnType<typeof earliest>>;

  constructor(database: Database) {
    this.#database = database;
    this.#insert = insertion(database);
    this.#days = new QueueDays(database, "deliveries");
    this.#claimDue = this.#days.prepare((leastId) => claiming(database, leastId));
    this.#enterFinalDot = enteringFinalDot(database);
    this.#complete = completion(database);
    this.#earliest = this.#days.prepare((leastId) => earliest(database, leastId));
  }

  async write(steps: readonly Step[]): Promise<void> {
    await this.#database.write(steps);
  }

  insert({ state, lastReply, ...delivery }: Delivery): Step {
    return this.#insertWith(delivery, { ...columnsOf(state), fence: 0, last_reply: lastReply ?? null });
  }

  /** As if it had been queued and claimed already. */
  insertClaimed(claim: ClaimedDelivery, leaseUntil: number): Step {
    const columns = { state: "queued", due_at: leaseUntil, phase: "before-data" } as const;
    return this.#insertWith(claim, { ...columns, fence: claim.fence, last_reply: null });
  }

  #insertWith(
    delivery: Omit<Delivery, "state" | "lastReply">,
    columns: Pick<Row, "state" | "due_at" | "phase" | "fence" | "last_reply">,
  ): Step {
    const query = this.#insert({
      ...delivery.owner,
      id: delivery.id,
      message_id: delivery.messageId,
      recipient_domain: delivery.recipientDomain,
      recipients: JSON.stringify(delivery.recipients),
      size_bytes: delivery.sizeBytes,
      expires_at: delivery.expiresAt,
      attempts: delivery.attempts,
      ...columns,
    });
    return { query };
  }

  /** Takes some deliveries that are due, the earliest; any number of processes may do so at once. */
  async claimDue(times: { now: number; leaseUntil: number; limit: number }): Promise<ClaimedDelivery[]> {
    const claim = await this.#claimDue(times.now);
    const rows = await this.#database.change(claim(times));
    return rows.map((row) => ({
      ...toDelivery(row),
      fence: row.fence,
      wasInterrupted: row.phase === "after-final-dot",
    }));
  }

  /** When the earliest delivery is due, or the earliest lease runs out. */
  async nextDueAt(now: number): Promise<number | undefined> {
    const [row] = await this.#database.read(await this.#earliest(now));
    return row?.due_at;
  }

  async backlog(now: number): Promise<Backlog> {
    return await this.#days.backlog(now);
  }

  async ofMessage({ account, region }: Owner, messageId: string): Promise<Delivery[]> {
    // Spelled like this, the account leads nobody to the key, and so through all that was ever delivered.
    const condition = sql`account || '' = ${account} and region = ${region}`;
    const deliveries = ofMessages(this.#database, "deliveries", [messageId], { condition });
    const rows = await this.#database.read(
      this.#database.build.selectFrom(deliveries.as("delivery")).selectAll().orderBy("id").compile(),
    );
    return rows.map(toDelivery);
  }

  /** Writes down, while the lease is still held, that the final dot is about to be sent. Guarded. */
  enterFinalDot(claim: ClaimedDelivery): Step {
    return { query: this.#enterFinalDot(keyOf(claim)), otherwise: leaseLost };
  }

  /** Guarded. */
  renew(claim: ClaimedDelivery, leaseUntil: number): Step {
    return { query: this.#held(claim).set({ due_at: leaseUntil }).compile(), otherwise: leaseLost };
  }

  /** Gives a claim back as if it had never been made, but for when it is due. Guarded. */
  handBack(claim: ClaimedDelivery, to: { readonly dueAt: number; readonly site: string | undefined }): Step {
    // What is undefined stays as it is.
    const before = { due_at: to.dueAt, phase: "idle", attempts: claim.attempts - 1, site: to.site } as const;
    return { query: this.#held(claim).set(before).compile(), otherwise: leaseLost };
  }

  /** Once its claim has ended a delivery may wait under the same fence: a renewal that comes late must not move when it is due. */
  #held(claim: ClaimedDelivery) {
    return this.#database.build
      .updateTable("deliveries")
      .where((row) => row.and({ ...keyOf(claim), state: "queued" }))
      .where("phase", "<>", "idle");
  }

  /** Takes back every claim: due now. What phase it had come to stays on record. */
  releaseAll(now: number): Step {
    const query = this.#database.build
      .updateTable("deliveries")
      .set({ due_at: now })
      .where("state", "=", queued)
      .where("phase", "<>", "idle")
      .compile();
    return { query };
  }

  /** Ends a claim. Guarded: a lost lease undoes the whole group. */
  complete(
    claim: ClaimedDelivery,
    { recipients, state, lastReply }: DeliveryPart,
    site: SiteStanding | undefined,
  ): Step {
    const query = this.#complete({
      ...keyOf(claim),
      recipients: JSON.stringify(recipients),
      ...columnsOf(state),
      last_reply: lastReply,
      site: site?.name ?? null,
      site_rests_until: site?.restsUntil ?? null,
    });
    return { query, otherwise: leaseLost };
  }
}

const leaseLost = () => new LeaseLost();

function insertion(database: Database) {
  return prepare<Omit<Row, "site" | "site_rests_until">>()(database, (build, value) =>
    build.insertInto("deliveries").values({
      account: value.account,
      region: value.region,
      id: value.id,
      message_id: value.message_id,
      recipient_domain: value.recipient_domain,
      recipients: value.recipients,
      size_bytes: value.size_bytes,
      state: value.state,
      due_at: value.due_at,
      expires_at: value.expires_at,
      attempts: value.attempts,
      fence: value.fence,
      phase: value.phase,
      last_reply: value.last_reply,
    }),
  );
}

/** A phase left behind after the final dot is kept: it is what the next holder must know. */
function claiming(database: Database, leastId: string | undefined) {
  return prepare<{ now: number; leaseUntil: number; limit: number }>()(database, (build, value) => {
    const due = queuedIn(database, "deliveries", leastId)
      .select(["account", "region", "id"])
      .where("due_at", "<=", value.now)
      .orderBy("due_at")
      .limit(value.limit);
    return build
      .updateTable("deliveries")
      .set((column) => ({
        due_at: value.leaseUntil,
        fence: column("fence", "+", 1),
        attempts: column("attempts", "+", 1),
        phase: column
          .case()
          .when("phase", "=", "after-final-dot")
          .then(sql.lit("after-final-dot" as const))
          .else(sql.lit("before-data" as const))
          .end(),
      }))
      .where(sql<boolean>`(account, region, id) in ${dueToClaim(database, due)}`)
      .$if(leastId !== undefined, (claim) => claim.where("id", ">=", sql.lit(leastId ?? "")))
      .returningAll();
  });
}

function earliest(database: Database, leastId: string | undefined) {
  return queuedIn(database, "deliveries", leastId).select("due_at").orderBy("due_at").limit(1).compile();
}

// Here `queued` is a parameter: as part of the text, PostgreSQL would walk the index of all that is queued instead of the key (450 µs).
type ClaimKey = Owner & { id: string; fence: number };

function enteringFinalDot(database: Database) {
  return prepare<ClaimKey>()(database, (build, value) =>
    build
      .updateTable("deliveries")
      .set({ phase: "after-final-dot" })
      .where("account", "=", value.account)
      .where("region", "=", value.region)
      .where("id", "=", value.id)
      .where("fence", "=", value.fence)
      .where("state", "=", "queued"),
  );
}

function completion(database: Database) {
  type Site = "site" | "site_rests_until";
  type Completed = Pick<Row, "recipients" | "state" | "due_at" | "phase" | "last_reply" | Site>;
  return prepare<ClaimKey & Completed>()(database, (build, value) =>
    build
      .updateTable("deliveries")
      .set({
        recipients: value.recipients,
        state: value.state,
        due_at: value.due_at,
        phase: value.phase,
        last_reply: value.last_reply,
        // Where it could not be found out anew, it is what it was.
        site: sql<string | null>`coalesce(${value.site}, site)`,
        site_rests_until: value.site_rests_until,
      })
      .where("account", "=", value.account)
      .where("region", "=", value.region)
      .where("id", "=", value.id)
      .where("fence", "=", value.fence)
      .where("state", "=", "queued"),
  );
}

function keyOf({ owner, id, fence }: ClaimedDelivery): ClaimKey {
  return { account: owner.account, region: owner.region, id, fence };
}

function columnsOf(state: DeliveryState): Pick<Row, "state" | "due_at" | "phase"> {
  return state.is === "queued"
    ? { state: "queued", due_at: state.dueAt, phase: "idle" }
    : { state: state.is, due_at: 0, phase: "reply-read" };
}

function toDelivery(row: Row): Delivery {
  return {
    id: row.id,
    owner: { account: row.account, region: row.region },
    messageId: row.message_id,
    recipientDomain: row.recipient_domain,
    recipients: JSON.parse(row.recipients) as string[],
    sizeBytes: row.size_bytes,
    state: row.state === "queued" ? { is: "queued", dueAt: row.due_at } : { is: row.state },
    attempts: row.attempts,
    expiresAt: row.expires_at,
    lastReply: row.last_reply ?? undefined,
  };
}

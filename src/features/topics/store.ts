import type { Selectable } from "kysely";
import type { Database, Step } from "#platform/database/database.ts";
import { oneAtATime } from "#platform/database/one-at-a-time.ts";
import { requireFewerThan } from "#platform/database/require-fewer-than.ts";
import type { TopicSubscriptionsTable } from "#platform/database/tables/events.ts";
import { CallerError } from "#platform/errors.ts";
import { nameOf, type Owner } from "#platform/owner.ts";

/** Somebody's server that is told what is published to a topic. */
export interface Subscription {
  readonly owner: Owner;
  readonly topic: string;
  readonly id: string;
  readonly endpoint: string;
  readonly createdAt: number;
  readonly confirmedAt: number | undefined;
}

class HasConfirmed extends Error {}

export class TopicStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async write(steps: readonly Step[]): Promise<void> {
    await this.#database.write(steps);
  }

  async find(owner: Owner, name: string): Promise<{ readonly createdAt: number } | undefined> {
    const [row] = await this.#database.read(
      this.#database.build
        .selectFrom("topics")
        .select("created_at")
        .where((topic) => topic.and({ ...owner, name }))
        .compile(),
    );
    return row && { createdAt: row.created_at };
  }

  /** As with SNS, one that is there is as good as made. Throws `limit-exceeded`. */
  async insert(owner: Owner, name: string, { createdAt, most }: { createdAt: number; most: number }) {
    const { build } = this.#database;
    const query = build
      .insertInto("topics")
      .values({ ...owner, name, created_at: createdAt })
      .onConflict((conflict) => conflict.doNothing())
      .compile();
    const others = build
      .selectFrom("topics")
      .where((topic) => topic.and({ ...owner }))
      .where("name", "<>", name);
    const full = () => new CallerError("limit-exceeded", `There are at most ${most} topics.`);
    await this.#database.write([
      ...oneAtATime(this.#database, `topics/${owner.account}/${owner.region}`),
      requireFewerThan(most, others, full),
      { query },
    ]);
  }

  async list({ account, region }: Owner): Promise<{ readonly name: string; readonly createdAt: number }[]> {
    const rows = await this.#database.read(
      this.#database.build
        .selectFrom("topics")
        .select(["name", "created_at"])
        .where("account", "=", account)
        .where("region", "=", region)
        .orderBy("name")
        .compile(),
    );
    return rows.map((row) => ({ name: row.name, createdAt: row.created_at }));
  }

  /** Guarded. */
  remove(owner: Owner, name: string): Step[] {
    const { build } = this.#database;
    return [
      {
        query: build
          .deleteFrom("topics")
          .where((topic) => topic.and({ ...owner, name }))
          .compile(),
        otherwise: () => noTopic(name),
      },
      {
        query: build
          .deleteFrom("topic_subscriptions")
          .where((row) => row.and({ ...owner, topic: name }))
          .compile(),
      },
      audienceChanged(owner),
    ];
  }

  /**
   * In the place of one to the same endpoint that was not confirmed. Answers whether it was made: not where that endpoint has confirmed.
   * Throws `not-found`, `limit-exceeded`.
   */
  async subscribe(
    { owner, topic, id, endpoint, createdAt }: Omit<Subscription, "confirmedAt">,
    { tokenHash, most }: { readonly tokenHash: Uint8Array; readonly most: number },
  ): Promise<boolean> {
    const { build } = this.#database;
    const sameEndpoint = { ...owner, topic, endpoint };
    const unconfirmed = build
      .deleteFrom("topic_subscriptions")
      .where((row) => row.and(sameEndpoint))
      .where("confirmed_at", "is", null);
    const ofTopic = build.selectFrom("topic_subscriptions").where((row) => row.and({ ...owner, topic }));
    const columns = { token_hash: tokenHash, created_at: createdAt, confirmed_at: null };
    const one = build.insertInto("topic_subscriptions").values({ ...sameEndpoint, ...columns, id });
    try {
      await this.write([
        this.#turnAt(owner, topic),
        { query: unconfirmed.compile() },
        requireFewerThan(1, ofTopic.where("endpoint", "=", endpoint), () => new HasConfirmed()),
        requireFewerThan(
          most,
          ofTopic,
          () => new CallerError("limit-exceeded", `A topic has at most ${most} subscriptions.`),
        ),
        { query: one.compile() },
      ]);
      return true;
    } catch (error) {
      if (error instanceof HasConfirmed) return false;
      throw error;
    }
  }

  /** Who subscribes next sees who did; SQLite has one writer anyway. */
  #turnAt(owner: Owner, name: string): Step {
    const { build, engine } = this.#database;
    const topic = build
      .selectFrom("topics")
      .select("name")
      .where((row) => row.and({ ...owner, name }));
    const query = (engine === "postgres" ? topic.forUpdate() : topic).compile();
    return { query, otherwise: () => noTopic(name) };
  }

  async subscriptionsOf({ account, region }: Owner, topic: string): Promise<Subscription[]> {
    const rows = await this.#database.read(
      this.#database.build
        .selectFrom("topic_subscriptions")
        .selectAll()
        .where("account", "=", account)
        .where("region", "=", region)
        .where("topic", "=", topic)
        .orderBy("id")
        .compile(),
    );
    return rows.map(toSubscription);
  }

  async findSubscription(owner: Owner, id: string): Promise<Subscription | undefined> {
    const [row] = await this.#database.read(
      this.#database.build
        .selectFrom("topic_subscriptions")
        .selectAll()
        .where((subscription) => subscription.and({ ...owner, id }))
        .compile(),
    );
    return row && toSubscription(row);
  }

  async ofToken(tokenHash: Uint8Array): Promise<Subscription | undefined> {
    const [row] = await this.#database.read(
      this.#database.build
        .selectFrom("topic_subscriptions")
        .selectAll()
        .where("token_hash", "=", tokenHash)
        .compile(),
    );
    return row && toSubscription(row);
  }

  confirm({ owner, topic, id }: Subscription, at: number): Step[] {
    const query = this.#database.build
      .updateTable("topic_subscriptions")
      .set({ confirmed_at: at })
      .where((row) => row.and({ ...owner, topic, id }))
      .where("confirmed_at", "is", null)
      .compile();
    return [{ query }, audienceChanged(owner)];
  }

  removeSubscription({ owner, topic, id }: Pick<Subscription, "owner" | "topic" | "id">): Step[] {
    const query = this.#database.build
      .deleteFrom("topic_subscriptions")
      .where((row) => row.and({ ...owner, topic, id }))
      .compile();
    const otherwise = () => new CallerError("not-found", `There is no subscription ${id}.`);
    return [{ query, otherwise }, audienceChanged(owner)];
  }
}

function noTopic(name: string): CallerError {
  return new CallerError("not-found", `There is no topic ${name}.`);
}

function audienceChanged(owner: Owner): Step {
  return { topic: "event-audiences", about: nameOf(owner) };
}

function toSubscription(row: Selectable<TopicSubscriptionsTable>): Subscription {
  return {
    owner: { account: row.account, region: row.region },
    topic: row.topic,
    id: row.id,
    endpoint: row.endpoint,
    createdAt: row.created_at,
    confirmedAt: row.confirmed_at ?? undefined,
  };
}

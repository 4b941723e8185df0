import { sql } from "kysely";
import type { Database, Step } from "#platform/database/database.ts";
import type { Owner } from "#platform/owner.ts";

/** From the first on, the second left out (ms). */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Counted {
  /** When the step began that it was counted for. */
  readonly at: number;
  readonly type: string;
  readonly n: number;
}

/** Another process has counted the same hours meanwhile. */
export class CountedMeanwhile extends Error {
  override readonly name = "CountedMeanwhile";
}

export class EventCountStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** What is before was counted and kept; undefined: nothing was. */
  async countedUntil({ account, region }: Owner): Promise<number | undefined> {
    const [row] = await this.#database.read(
      this.#database.build
        .selectFrom("event_count_marks")
        .select("counted_until")
        .where("account", "=", account)
        .where("region", "=", region)
        .compile(),
    );
    return row?.counted_until;
  }

  /** Who may have events: who has identities to send from, or has had some counted. */
  async owners(): Promise<Owner[]> {
    const { build } = this.#database;
    const query = build
      .selectFrom("resource_counts")
      .select(["account", "region"])
      .where("kind", "=", "identity")
      .union(build.selectFrom("event_count_marks").select(["account", "region"]));
    return await this.#database.read(query.compile());
  }

  async firstEventAt({ account, region }: Owner): Promise<number | undefined> {
    const [row] = await this.#database.read(
      this.#database.build
        .selectFrom("message_events")
        .select("at")
        .where("account", "=", account)
        .where("region", "=", region)
        .orderBy("at")
        .limit(1)
        .compile(),
    );
    return row?.at;
  }

  /** Counts the events themselves. */
  async count({ account, region }: Owner, { from, to }: Span, stepMs: number): Promise<Counted[]> {
    const rows = await this.#database.readAside(
      this.#database.build
        .selectFrom("message_events")
        .select([beginning("at", stepMs).as("at"), "type", total("recipients").as("n")])
        .where("account", "=", account)
        .where("region", "=", region)
        .where("at", ">=", from)
        .where("at", "<", to)
        .groupBy([beginning("at", stepMs), "type"])
        .compile(),
    );
    return rows.map(toCounted);
  }

  /** What was kept of the hours in a span. */
  async kept({ account, region }: Owner, { from, to }: Span, stepMs: number): Promise<Counted[]> {
    const rows = await this.#database.readAside(
      this.#database.build
        .selectFrom("event_counts")
        .select([beginning("hour", stepMs).as("at"), "type", total("n").as("n")])
        .where("account", "=", account)
        .where("region", "=", region)
        .where("hour", ">=", from)
        .where("hour", "<", to)
        .groupBy([beginning("hour", stepMs), "type"])
        .compile(),
    );
    return rows.map(toCounted);
  }

  /** Keeps what was counted of the hours in a span, where all before it were. Throws `CountedMeanwhile`. */
  async keep(owner: Owner, { from, to }: Span, hours: readonly Counted[]): Promise<void> {
    const { build } = this.#database;
    const begun = build
      .insertInto("event_count_marks")
      .values({ ...owner, counted_until: from })
      .onConflict((conflict) => conflict.columns(["account", "region"]).doNothing());
    const moved = build
      .updateTable("event_count_marks")
      .set({ counted_until: to })
      .where((row) => row.and({ ...owner, counted_until: from }));
    const rows = hours.map(({ at, type, n }) => ({ ...owner, hour: at, type, n }));
    await this.#database.write([
      { query: begun.compile() },
      {
        query: moved.compile(),
        otherwise: () => new CountedMeanwhile("These hours were counted meanwhile."),
      },
      ...chunksOf(rows, rowsAtOnce).map(
        (some): Step => ({ query: build.insertInto("event_counts").values(some).compile() }),
      ),
    ]);
  }
}

/** Five values a row, and SQLite binds 32,766 at most. */
const rowsAtOnce = 1_000;

function chunksOf<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
    items.slice(at * size, (at + 1) * size),
  );
}

/** The number is part of the text: of two parameters PostgreSQL could not know that they are the same. */
function beginning(column: "at" | "hour", stepMs: number) {
  return sql<number>`${sql.ref(column)} - ${sql.ref(column)} % ${sql.lit(stepMs)}`;
}

function total(column: "n" | "recipients") {
  return sql<number>`cast(sum(${sql.ref(column)}) as bigint)`;
}

function toCounted({ at, type, n }: Counted): Counted {
  return { at: Number(at), type, n: Number(n) };
}

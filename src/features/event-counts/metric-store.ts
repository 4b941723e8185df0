import { type RawBuilder, sql } from "kysely";
import { dayMs, minuteMs } from "#platform/clock.ts";
import type { Database, Step } from "#platform/database/database.ts";
import type { Owner } from "#platform/owner.ts";
import { type Metric, type MetricDimensions, metrics } from "./metric.ts";
import { type CountedEvents, folded, type MetricCount, toCount } from "./metric-count.ts";
import { CountedMeanwhile, type Span } from "./store.ts";
import type { Volumes } from "./volumes.ts";

/** What is to be added up. */
export interface Wanted {
  readonly by: readonly (MetricDimension | "day")[];
  /** Only what has one of these. */
  readonly among: ReadonlyMap<MetricDimension, readonly string[]>;
  /** One more tells that there are more. Left out: all. */
  readonly most?: number;
}

interface Kept {
  /** All before was counted. */
  readonly until: number;
  /** `names`: of what each has in common, in the order of `by`. */
  readonly sums: readonly { readonly names: readonly (string | number)[]; readonly volumes: Volumes }[];
}

/** Kept by days: a short step costs nothing then, and little is counted whenever somebody asks. */
export const metricStepMs = minuteMs;

/** Sixteen values a row and more, and SQLite binds 32,766 at most. */
const rowsAtOnce = 1_000;

const columnOf = {
  SEND: "send",
  COMPLAINT: "complaint",
  PERMANENT_BOUNCE: "permanent_bounce",
  TRANSIENT_BOUNCE: "transient_bounce",
  OPEN: "open",
  CLICK: "click",
  DELIVERY: "delivery",
  DELIVERY_OPEN: "delivery_open",
  DELIVERY_CLICK: "delivery_click",
  DELIVERY_COMPLAINT: "delivery_complaint",
} as const satisfies Record<Metric, string>;

export const dimensionColumns = {
  identity: "identity",
  configurationSet: "configuration_set",
  provider: "provider",
  tenant: "tenant",
} as const satisfies Record<keyof MetricDimensions, string>;

export type MetricDimension = keyof MetricDimensions;

export class MetricCountStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** What is before was counted and kept; undefined: nothing was. */
  async countedUntil(owner: Owner): Promise<number | undefined> {
    const [row] = await this.#database.read(
      this.#database.build
        .selectFrom("metric_count_marks")
        .select("counted_until")
        .where((mark) => mark.and({ ...owner }))
        .compile(),
    );
    return row?.counted_until;
  }

  /** How many events there are of whatever type, by the step, in order; steps without any are left out. */
  async eventsByStep({ account, region }: Owner, { from, to }: Span): Promise<Map<number, number>> {
    const step = sql<number>`at - at % ${sql.lit(metricStepMs)}`;
    const rows = await this.#database.readAside(
      this.#database.build
        .selectFrom("message_events")
        .select([step.as("step"), sql<number>`count(*)`.as("n")])
        .where("account", "=", account)
        .where("region", "=", region)
        .where("at", ">=", from)
        .where("at", "<", to)
        .groupBy(step)
        .orderBy(step)
        .compile(),
    );
    return new Map(rows.map(({ step: at, n }) => [Number(at), Number(n)]));
  }

  /** Counts the events themselves, by the step. */
  async count({ account, region }: Owner, { from, to }: Span): Promise<MetricCount[]> {
    const ofOwner = (alias: string) =>
      sql`${sql.ref(`${alias}.account`)} = ${account} and ${sql.ref(`${alias}.region`)} = ${region}`;
    const inSpan = sql`${ofOwner("e")} and e.at >= ${from} and e.at < ${to}`;
    const step = sql`counted.at - counted.at % ${sql.lit(metricStepMs)}`;
    const ofBounce = sql`case when e.type = 'Bounce' then ${this.#detail("bounceType")} end`;
    const subType = sql`case e.type when 'Bounce' then ${this.#detail("bounceSubType")}
      when 'Complaint' then ${this.#detail("complaintSubType")} end`;
    // Anybody may open one message any number of times: of each message the earlier ones are looked for once.
    const query = sql<CountedEvents>`
      with visits as materialized (
        select e.message_id, e.type, e.id, e.at,
          row_number() over (partition by e.message_id, e.type order by e.id) as place
        from message_events e where ${inSpan} and e.type in ('Open', 'Click')),
      firsts as materialized (
        select message_id, type, id, at from visits where place = 1),
      counted as (
        select e.message_id, e.type, e.at, ${ofBounce} as bounce_type, ${subType} as sub_type
        from message_events e where ${inSpan} and e.type in ('Send', 'Bounce', 'Complaint', 'Delivery')
        union all
        select message_id, type, at, null, null from firsts where (${this.#earlier({ account, region })}) is null)
      select ${step} as at, counted.type as type, counted.bounce_type as bounce_type, counted.sub_type as sub_type,
        sent.configuration_set as configuration_set, sent.measured as measured, cast(count(*) as bigint) as n
      from counted cross join ${this.#sent({ account, region })}
      group by 1, 2, 3, 4, 5, 6`;
    return folded(
      (await this.#database.readAside(query.compile(this.#database.build))).map(toCount),
      metricStepMs,
    );
  }

  /** Keeps what was counted of a span, where all before it were. Throws `CountedMeanwhile`. */
  async keep(owner: Owner, { from, to }: Span, steps: readonly MetricCount[]): Promise<void> {
    const { build } = this.#database;
    const begun = build
      .insertInto("metric_count_marks")
      .values({ ...owner, counted_until: from })
      .onConflict((conflict) => conflict.columns(["account", "region"]).doNothing());
    const moved = build
      .updateTable("metric_count_marks")
      .set({ counted_until: to })
      .where((row) => row.and({ ...owner, counted_until: from }));
    const days = folded(steps, dayMs);
    const chunks = Array.from({ length: Math.ceil(days.length / rowsAtOnce) }, (_, at) =>
      days.slice(at * rowsAtOnce, (at + 1) * rowsAtOnce),
    );
    await this.#database.write([
      { query: begun.compile() },
      {
        query: moved.compile(),
        otherwise: () => new CountedMeanwhile("This time was counted meanwhile."),
      },
      ...chunks.map((some) => this.#add(owner, some)),
    ]);
  }

  /** Of days, what was kept, and up to where: both as of one moment. Added up by what is named in `by`, of what has all of it. */
  async kept(owner: Owner, { from, to }: Span, { by, among, most }: Wanted): Promise<Kept> {
    const columns = by.map((name) => sql.ref(name === "day" ? "day" : dimensionColumns[name]));
    const sums = metrics.map((metric) => sql`cast(sum(${sql.ref(columnOf[metric])}) as bigint)`);
    const named = [...columns, ...sums].map((column, at) => sql`${column} as ${sql.ref(`c${at}`)}`);
    const only = [
      ...[...among].map(
        ([name, values]) => sql`and ${sql.ref(dimensionColumns[name])} in (${sql.join(values)})`,
      ),
      ...by.flatMap((name) => (name === "day" ? [] : [sql`and ${sql.ref(dimensionColumns[name])} <> ''`])),
    ];
    const limit = most === undefined ? sql`` : sql`limit ${most + 1}`;
    const query = sql<{ until: number; found: number | null } & Readonly<Record<string, string | number>>>`
      select mark.counted_until as until, counted.* from metric_count_marks mark
      left join (
        select 1 as found, ${sql.join(named)} from metric_counts
        where account = ${owner.account} and region = ${owner.region} and day >= ${from} and day < ${to}
          ${sql.join(only, sql` `)}
        group by ${sql.join(columns)} ${limit}) counted on 1 = 1
      where mark.account = ${owner.account} and mark.region = ${owner.region}`;
    const rows = await this.#database.readAside(query.compile(this.#database.build));
    return {
      until: Number(rows[0]?.until ?? 0),
      sums: rows
        .filter(({ found }) => found !== null)
        .map((row) => ({
          names: by.map((name, at) => (name === "day" ? Number(row[`c${at}`]) : (row[`c${at}`] ?? ""))),
          volumes: Object.fromEntries(
            metrics.map((metric, at) => [metric, Number(row[`c${by.length + at}`])]),
          ) as Volumes,
        })),
    };
  }

  /** Forgets days. */
  async removeBefore({ account, region }: Owner, day: number): Promise<void> {
    const query = this.#database.build
      .deleteFrom("metric_counts")
      .where("account", "=", account)
      .where("region", "=", region)
      .where("day", "<", day)
      .compile();
    await this.#database.write([{ query }]);
  }

  /** A visit of the same kind before the first of a span, in the way of `#sent`. */
  #earlier({ account, region }: Owner): RawBuilder<unknown> {
    if (this.#database.engine === "sqlite") {
      return sql`select earlier.id from message_events earlier
        where earlier.account = ${account} and earlier.region = ${region} and earlier.message_id = firsts.message_id
          and earlier.type = firsts.type and earlier.id < firsts.id
        order by earlier.id limit 1`;
    }
    return sql`select earlier.id from message_events earlier
      where (earlier.account, earlier.region, earlier.message_id) >= (${account}, ${region}, firsts.message_id)
        and (earlier.account, earlier.region, earlier.message_id, earlier.id) < (${account}, ${region}, firsts.message_id, firsts.id)
        and earlier.id >= 'evt_' || substr(firsts.message_id, 5, 12)
        and case when earlier.type = firsts.type then true else false end
      order by earlier.account, earlier.region, earlier.message_id, earlier.id limit 1`;
  }

  /**
   * The event that the message of one that is counted was sent, which is looked for by the key, one after the other. The ids of events begin
   * with their time, as those of messages have theirs: so it is one day's. PostgreSQL may rather read all days there are, or of a day without
   * statistics all that was sent for each: what is asked for is said in a way that leaves it many rows to expect, and the key's order.
   */
  #sent({ account, region }: Owner): RawBuilder<unknown> {
    const sentAt = sql`'evt_' || substr(counted.message_id, 5, 12)`;
    if (this.#database.engine === "sqlite") {
      return sql`message_events sent on sent.account = ${account} and sent.region = ${region} and sent.message_id = counted.message_id
        and sent.id >= ${sentAt} and sent.id < ${sentAt} || '~' and sent.type = 'Send' and sent.measured is not null`;
    }
    const place = sql`(sent.account, sent.region, sent.message_id)`;
    const placeOfMessage = sql`(${account}, ${region}, counted.message_id)`;
    return sql`lateral (
      select sent.configuration_set, sent.measured from message_events sent
      where ${place} >= ${placeOfMessage} and ${place} <= ${placeOfMessage}
        and sent.id >= ${sentAt} and sent.id < ${sentAt} || '~' and coalesce(sent.measured, '') <> ''
      order by sent.account, sent.region, sent.message_id, sent.id limit 1) sent`;
  }

  /** Of our own words, which stand before those of strangers: there may be what PostgreSQL's JSON takes for none, a NUL or half a character. */
  #detail(name: "bounceType" | "bounceSubType" | "complaintSubType"): RawBuilder<string | null> {
    return this.#database.engine === "sqlite"
      ? sql`e.detail ->> ${sql.lit(`$.${name}`)}`
      : sql`substring(e.detail from ${sql.lit(`"${name}":"([A-Za-z]+)"`)})`;
  }

  #add(owner: Owner, days: readonly MetricCount[]): Step {
    const rows = days.map(({ at, identity, configurationSet, provider, tenant, volumes }) => ({
      ...owner,
      day: at,
      identity,
      configuration_set: configurationSet,
      provider,
      tenant,
      ...(Object.fromEntries(metrics.map((metric) => [columnOf[metric], volumes[metric]])) as Record<
        (typeof columnOf)[Metric],
        number
      >),
    }));
    const query = this.#database.build
      .insertInto("metric_counts")
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .columns(["account", "region", "day", ...Object.values(dimensionColumns)])
          .doUpdateSet((row) =>
            Object.fromEntries(
              Object.values(columnOf).map((column) => [
                column,
                row(`metric_counts.${column}`, "+", row.ref(`excluded.${column}`)),
              ]),
            ),
          ),
      )
      .compile();
    return { query };
  }
}

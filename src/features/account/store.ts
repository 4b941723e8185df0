import { type RawBuilder, type Selectable, sql } from "kysely";
import type { Database, Step } from "#platform/database/database.ts";
import { prepare } from "#platform/database/prepare.ts";
import type { AccountSettingsTable } from "#platform/database/tables/accounts.ts";
import { nameOf, type Owner } from "#platform/owner.ts";
import { type AccountSettings, defaultSettings, type SettingsChange } from "./account-settings.ts";
import type { DayLimit } from "./limits.ts";

type Row = Selectable<AccountSettingsTable>;

export class AccountStore {
  readonly #database: Database;
  readonly #byOwner: ReturnType<typeof byOwner>;

  constructor(database: Database) {
    this.#database = database;
    this.#byOwner = byOwner(database);
  }

  async find(owner: Owner): Promise<AccountSettings> {
    const [row] = await this.#database.read(this.#byOwner(owner));
    return row === undefined ? defaultSettings : toSettings(row);
  }

  /** Changes only what is named: two who change different things at once do not undo one another. */
  async change(owner: Owner, { suppression = {}, ...others }: SettingsChange): Promise<void> {
    const { build, engine } = this.#database;
    const first = {
      ...defaultSettings,
      ...others,
      suppression: { ...defaultSettings.suppression, ...suppression },
    };
    const changed = { ...toColumns(others), suppression: withMembers(engine, suppression) };
    const query = build
      .insertInto("account_settings")
      .values({ ...owner, ...toColumns(first) } as Row)
      .onConflict((conflict) => conflict.columns(["account", "region"]).doUpdateSet(changed))
      .compile();
    await this.#database.write([{ query }, { topic: "accounts", about: nameOf(owner) }]);
  }
}

/** What is kept, with these members in the place of its own. */
function withMembers(
  engine: Database["engine"],
  members: NonNullable<SettingsChange["suppression"]>,
): RawBuilder<string> {
  const kept = sql.ref("account_settings.suppression");
  if (engine === "postgres") {
    return sql`(${kept}::jsonb || ${JSON.stringify(members)}::jsonb)::text`;
  }
  // Not json_patch: it would mend a member instead of putting another in its place.
  const put = Object.entries(members).flatMap(([name, value]) => [
    sql`${`$.${name}`}`,
    sql`json(${JSON.stringify(value)})`,
  ]);
  return sql`json_set(${sql.join([kept, ...put])})`;
}

const toColumn: {
  readonly [Member in keyof AccountSettings]: (value: AccountSettings[Member]) => Partial<Row>;
} = {
  sendingEnabled: (value) => ({ sending_enabled: value ? 1 : 0 }),
  productionAccess: (value) => ({ production_access: value ? 1 : 0 }),
  maxSendRate: (value) => ({ max_send_rate: value ?? null }),
  max24HourSend: (value) => ({ max_24_hour_send: value ?? null }),
  suppression: (value) => ({ suppression: JSON.stringify(value) }),
  details: (value) => ({ details: value === undefined ? null : JSON.stringify(value) }),
  vdm: (value) => ({ vdm: value === undefined ? null : JSON.stringify(value) }),
  autoWarmup: (value) => ({ auto_warmup: value ? 1 : 0 }),
  pricingPlan: (value) => ({ pricing_plan: value ?? null }),
  sharedPoolDeliveryMode: (value) => ({ shared_pool_delivery_mode: value ?? null }),
};

function toColumns(change: Partial<AccountSettings>): Partial<Row> {
  const columns = Object.entries(change).map(([member, value]) =>
    (toColumn[member as keyof AccountSettings] as (value: unknown) => Partial<Row>)(value),
  );
  return Object.assign({}, ...columns) as Partial<Row>;
}

function toSettings(row: Row): AccountSettings {
  return {
    sendingEnabled: row.sending_enabled === 1,
    productionAccess: row.production_access === 1,
    maxSendRate: row.max_send_rate ?? undefined,
    max24HourSend: row.max_24_hour_send ?? undefined,
    suppression: JSON.parse(row.suppression) as AccountSettings["suppression"],
    details: row.details === null ? undefined : (JSON.parse(row.details) as AccountSettings["details"]),
    vdm: row.vdm === null ? undefined : (JSON.parse(row.vdm) as AccountSettings["vdm"]),
    autoWarmup: row.auto_warmup === 1,
    pricingPlan: row.pricing_plan ?? undefined,
    sharedPoolDeliveryMode: row.shared_pool_delivery_mode ?? undefined,
  };
}

function byOwner(database: Database) {
  return prepare<Owner>()(database, (build, value) =>
    build
      .selectFrom("account_settings")
      .selectAll()
      .where("account", "=", value.account)
      .where("region", "=", value.region),
  );
}

/** Of one message, as SES has it. */
const mostRecipients = 50;

/** So many recipients, in five minutes, as one process counts them. */
interface Sent {
  readonly owner: Owner;
  readonly slot: number;
  readonly counter: string;
  readonly n: number;
}

/** How much was sent when, and how much may be sent now: shared by all processes. */
export class QuotaStore {
  readonly #database: Database;
  readonly #count: ReturnType<typeof counting>;

  constructor(database: Database) {
    this.#database = database;
    this.#count = counting(database);
  }

  /** Whether each message's own write may count it: writes of one row wait for one another on PostgreSQL. */
  get countsWithMessages(): boolean {
    return this.#database.engine === "sqlite";
  }

  changesToCount({ owner, ...counted }: Sent): Step[] {
    return [{ query: this.#count({ ...owner, ...counted }) }];
  }

  async count(counts: readonly Sent[]): Promise<void> {
    await this.#database.write(counts.flatMap((sent) => this.changesToCount(sent)));
  }

  /** Guarded: with what was sent since then, by whichever process, it must not be more than any limit says. */
  changesToCountWithin(
    owner: Owner,
    {
      slot,
      counter,
      n,
      limits,
      since,
    }: { slot: number; counter: string; n: number; limits: readonly DayLimit[]; since: number },
    otherwise: () => Error,
  ): Step[] {
    const { account, region } = owner;
    const { build, engine } = this.#database;
    const kept = limits.map((limit) => sql`(${sumOf(limit, since)}) + ${n} <= ${limit.most}`);
    const query = sql`insert into send_counts (account, region, slot, counter, n)
      select ${account}, ${region}, cast(${slot} as bigint), ${counter}, cast(${n} as bigint)
      where ${sql.join(kept, sql` and `)}
      on conflict (account, region, slot, counter) do update set n = send_counts.n + excluded.n`;
    const counting = { query: query.compile(build), otherwise };
    // Who counts next, in whichever region, sees what this one counted.
    const turn = build
      .selectFrom("account_settings")
      .select("account")
      .where("account", "=", account)
      .orderBy("region")
      .forUpdate();
    return engine === "postgres" ? [{ query: turn.compile() }, counting] : [counting];
  }

  async sentSince(of: Omit<DayLimit, "most">, slot: number): Promise<number> {
    const sum = sql<{ n: number | string }>`${sumOf(of, slot)}`;
    const [row] = await this.#database.read(sum.compile(this.#database.build));
    return Number(row?.n ?? 0);
  }

  /**
   * Takes an allowance of so many recipients (generic cell rate algorithm); false when it is not there yet. On PostgreSQL by the clock of
   * the server: a node whose own is ahead would take what the others are waiting for.
   */
  async take(
    owner: Owner,
    {
      now,
      perRecipientMs,
      recipients,
      burstMs,
    }: {
      now: number;
      perRecipientMs: number;
      recipients: number;
      burstMs: number;
    },
  ): Promise<boolean> {
    const { build, engine } = this.#database;
    const step = perRecipientMs * recipients;
    // As it is once the row's turn has come: by when the statement began, what others took meanwhile would lie too far ahead.
    const time =
      engine === "postgres"
        ? sql<number>`cast(extract(epoch from clock_timestamp()) * 1000 as double precision)`
        : sql<number>`${now}`;
    // What lies further ahead was taken before the clock was set back.
    const farthest = sql`${time} + ${burstMs + perRecipientMs * mostRecipients}`;
    const taken = sql<number>`(case when send_allowances.next_at between ${time} and ${farthest} then send_allowances.next_at else ${time} end)`;
    const rows = await this.#database.change(
      build
        .insertInto("send_allowances")
        .values({ ...owner, next_at: sql<number>`${time} + ${step}` })
        .onConflict((conflict) =>
          conflict
            .columns(["account", "region"])
            .doUpdateSet({ next_at: sql<number>`${taken} + ${step}` })
            .where(taken, "<=", sql<number>`${time} + ${burstMs}`),
        )
        .returning("next_at")
        .compile(),
    );
    return rows.length > 0;
  }

  /** Counts of before this slot, and allowances that have been whole since: that they are there says nothing any more. */
  async forget(before: { readonly slot: number; readonly time: number }): Promise<void> {
    const { build } = this.#database;
    const counts = build.deleteFrom("send_counts").where("slot", "<", before.slot);
    const allowances = build.deleteFrom("send_allowances").where("next_at", "<", before.time);
    await this.#database.write([{ query: counts.compile() }, { query: allowances.compile() }]);
  }
}

function sumOf({ account, region }: Omit<DayLimit, "most">, since: number) {
  const there = region === undefined ? sql`` : sql` and region = ${region}`;
  return sql`select cast(coalesce(sum(n), 0) as bigint) as n from send_counts
    where account = ${account}${there} and slot >= ${since}`;
}

function counting(database: Database) {
  return prepare<Owner & { slot: number; counter: string; n: number }>()(database, (build, value) =>
    build
      .insertInto("send_counts")
      .values({
        account: value.account,
        region: value.region,
        slot: value.slot,
        counter: value.counter,
        n: value.n,
      })
      .onConflict((conflict) =>
        conflict
          .columns(["account", "region", "slot", "counter"])
          .doUpdateSet((column) => ({ n: column("send_counts.n", "+", value.n) })),
      ),
  );
}

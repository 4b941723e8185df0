import { sql } from "kysely";
import type { Database } from "#platform/database/database.ts";
import type { Tables } from "#platform/database/tables/index.ts";
import type {
  Behaviour,
  LocalRecordSet,
  LocalRecordStore,
  LocalRecords,
  NamedBehaviour,
} from "./local-record.ts";
import type { LocalRecordType } from "./record-value.ts";

type Row = Tables["local_dns_records"];

/** The row that holds a name's behaviour has this in place of a type. */
const behaviourType = "*";

/** Local records in the database: read at each question, so that any process's write is seen at once. */
export class DatabaseLocalRecordStore implements LocalRecordStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async atNames(names: readonly string[]): Promise<LocalRecords> {
    const { build } = this.#database;
    const query = build.selectFrom("local_dns_records").selectAll().where("name", "in", names).compile();
    return recordsFrom(await this.#database.read(query));
  }

  async all(): Promise<LocalRecords> {
    const { build } = this.#database;
    const query = build.selectFrom("local_dns_records").selectAll().orderBy("name").orderBy("type").compile();
    return recordsFrom(await this.#database.read(query));
  }

  async anyAtOrBelow(name: string): Promise<boolean> {
    const suffix = `.${name}`;
    // Not LIKE, to which the underscore of `_domainkey` is a wildcard.
    const isBelow = sql<boolean>`substr(name, length(name) - ${sql.lit(suffix.length - 1)}) = ${suffix}`;
    const query = this.#database.build
      .selectFrom("local_dns_records")
      .select("name")
      .where((where) => where.or([where("name", "=", name), isBelow]))
      .limit(1)
      .compile();
    return (await this.#database.read(query)).length > 0;
  }

  async count(): Promise<number> {
    const { build } = this.#database;
    const query = build
      .selectFrom("local_dns_records")
      .select(({ fn }) => fn.countAll().as("count"))
      .compile();
    return Number((await this.#database.read(query))[0]?.count ?? 0);
  }

  async put({ name, type, values, ttlSeconds }: LocalRecordSet, now: number): Promise<void> {
    await this.#upsert({
      name,
      type,
      record_values: JSON.stringify(values),
      ttl_seconds: ttlSeconds,
      behaviour: "answer",
      delay_ms: 0,
      set_at: now,
    });
  }

  async behave({ name, behaviour }: NamedBehaviour, now: number): Promise<void> {
    if (behaviour.kind === "answer") {
      await this.remove(name, behaviourType);
      return;
    }
    await this.#upsert({
      name,
      type: behaviourType,
      record_values: "[]",
      ttl_seconds: 0,
      behaviour: behaviour.kind,
      delay_ms: behaviour.kind === "slow" ? behaviour.delayMs : 0,
      set_at: now,
    });
  }

  async remove(name: string, type: LocalRecordType | typeof behaviourType | undefined): Promise<number> {
    const everything = this.#database.build.deleteFrom("local_dns_records").where("name", "=", name);
    const query = (type === undefined ? everything : everything.where("type", "=", type)).compile();
    const [outcome] = await this.#database.write([{ query }]);
    return outcome?.count ?? 0;
  }

  async #upsert({ name, type, ...rest }: Row): Promise<void> {
    const query = this.#database.build
      .insertInto("local_dns_records")
      .values({ name, type, ...rest })
      .onConflict((conflict) => conflict.columns(["name", "type"]).doUpdateSet(rest))
      .compile();
    await this.#database.write([{ query }]);
  }
}

function recordsFrom(rows: readonly Row[]): LocalRecords {
  const isBehaviour = ({ type }: Row) => type === behaviourType;
  return {
    sets: rows.filter((row) => !isBehaviour(row)).map(setFrom),
    behaviours: rows.filter(isBehaviour).map((row) => ({ name: row.name, behaviour: behaviourFrom(row) })),
  };
}

function setFrom({ name, type, record_values, ttl_seconds }: Row): LocalRecordSet {
  return {
    name,
    type: type as LocalRecordType,
    values: JSON.parse(record_values) as string[],
    ttlSeconds: ttl_seconds,
  };
}

function behaviourFrom({ behaviour, delay_ms }: Row): Behaviour {
  const kind = behaviour as Behaviour["kind"];
  return kind === "slow" ? { kind, delayMs: delay_ms } : { kind };
}

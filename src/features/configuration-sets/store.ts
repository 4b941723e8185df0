import { type Selectable, sql } from "kysely";
import { contains, containsInEitherCase } from "#platform/database/contains.ts";
import type { Database, Step } from "#platform/database/database.ts";
import { prepare } from "#platform/database/prepare.ts";
import { oneFewer, oneMore } from "#platform/database/resource-counts.ts";
import type { ConfigurationSetsTable } from "#platform/database/tables/configuration-sets.ts";
import { CallerError } from "#platform/errors.ts";
import { nameOf, type Owner } from "#platform/owner.ts";
import type {
  ConfigurationSet,
  ConfigurationSetFilter,
  ConfigurationSetOptions,
  OptionsInParts,
} from "./configuration-set.ts";

type Row = Selectable<ConfigurationSetsTable>;
type Key = Owner & { readonly name: string };

export class ConfigurationSetStore {
  readonly #database: Database;
  readonly #byName: ReturnType<typeof byName>;
  readonly #existing: ReturnType<typeof existing>;

  constructor(database: Database) {
    this.#database = database;
    this.#byName = byName(database);
    this.#existing = existing(database);
  }

  async write(steps: readonly Step[]): Promise<void> {
    await this.#database.write(steps);
  }

  async find(key: Key): Promise<ConfigurationSet | undefined> {
    const [row] = await this.#database.read(this.#byName(key));
    return row && toConfigurationSet(row);
  }

  /** Guarded: the name must be free and the account have room for one more. */
  insert(set: ConfigurationSet, limit: number): Step[] {
    const { build } = this.#database;
    const { owner, id, name, createdAt } = set;
    const row = { ...owner, name, id, created_at: createdAt, ...toColumns(set) };
    return [
      {
        query: build
          .insertInto("configuration_sets")
          .values(row)
          .onConflict((conflict) => conflict.doNothing())
          .compile(),
        otherwise: () => new CallerError("already-exists", `Configuration set ${name} already exists.`),
      },
      {
        query: oneMore(build, { ...owner, limit }, "configuration-set").compile(),
        otherwise: () =>
          new CallerError(
            "limit-exceeded",
            `You have reached the limit of ${limit} configuration sets in ${owner.region}.`,
          ),
      },
      // That it was not there may be remembered, too.
      changed(owner, name),
    ];
  }

  /** Guarded: gone already means not found. */
  remove({ name, ...owner }: Key): Step[] {
    const { build } = this.#database;
    return [
      {
        query: build
          .deleteFrom("configuration_sets")
          .where((row) => row.and({ ...owner, name }))
          .compile(),
        otherwise: () => missing(name),
      },
      { query: oneFewer(build, owner, "configuration-set").compile() },
      changed(owner, name),
    ];
  }

  /** Sets, or clears, the groups that are present. Guarded. */
  update({ name, ...owner }: Key, change: Partial<ConfigurationSetOptions>): Step[] {
    const query = this.#updating({ ...owner, name }, change).compile();
    return [{ query, otherwise: () => missing(name) }, changed(owner, name)];
  }

  /** The same where these groups are still as they were. Guarded: `otherwise`. */
  updateFrom(before: ConfigurationSet, change: OptionsInParts, otherwise: () => Error): Step[] {
    const { owner, name, id } = before;
    let query = this.#updating({ ...owner, name }, change).where("id", "=", id);
    const columnsBefore = toColumns(before);
    for (const column of Object.keys(toColumns(change)) as (keyof OptionColumns)[]) {
      query = query.where(column, "is not distinct from", columnsBefore[column]);
    }
    return [{ query: query.compile(), otherwise }, changed(owner, name)];
  }

  #updating(key: Key, change: Partial<ConfigurationSetOptions>) {
    return this.#database.build
      .updateTable("configuration_sets")
      .set(toColumns(change))
      .where((row) => row.and({ ...key }));
  }

  /** Undoes its group when there is no such set; until the commit, the set cannot be deleted. */
  requireExisting(key: Key): Step {
    return { query: this.#existing(key), otherwise: () => missing(key.name) };
  }

  async list(
    { account, region }: Owner,
    page: ConfigurationSetFilter & { readonly after: string | undefined; readonly limit: number },
  ): Promise<ConfigurationSet[]> {
    let query = this.#database.build
      .selectFrom("configuration_sets")
      .selectAll()
      .where("account", "=", account)
      .where("region", "=", region)
      .orderBy("name")
      .limit(page.limit);
    if (page.after !== undefined) query = query.where("name", ">", page.after);
    if (page.nameContains !== undefined) {
      query = query.where(containsInEitherCase(this.#database.engine, sql`name`, page.nameContains));
    }
    if (page.pool !== undefined) {
      // As it stands between the braces of what is kept.
      const said = JSON.stringify({ sendingPool: page.pool }).slice(1, -1);
      query = query.where(contains(this.#database.engine, sql`delivery_options`, said));
    }
    return (await this.#database.read(query.compile())).map(toConfigurationSet);
  }
}

function changed(owner: Owner, name: string): Step {
  return { topic: "configuration-sets", about: nameOf(owner, name) };
}

export function missing(name: string): CallerError {
  return new CallerError("unknown-configuration-set", `Configuration set <${name}> does not exist.`);
}

function byName(database: Database) {
  return prepare<Key>()(database, (build, value) =>
    build
      .selectFrom("configuration_sets")
      .selectAll()
      .where("account", "=", value.account)
      .where("region", "=", value.region)
      .where("name", "=", value.name),
  );
}

function existing(database: Database) {
  return prepare<Key>()(database, (build, value) => {
    const query = build
      .selectFrom("configuration_sets")
      .select("id")
      .where("account", "=", value.account)
      .where("region", "=", value.region)
      .where("name", "=", value.name);
    return database.engine === "postgres" ? query.forKeyShare() : query;
  });
}

const columns = {
  tracking: "tracking_options",
  delivery: "delivery_options",
  reputationMetrics: "reputation_options",
  sendingEnabled: "sending_options",
  suppression: "suppression_options",
  vdm: "vdm_options",
  archiveArn: "archiving_options",
  signingScheme: "message_security_options",
  sharedPoolDeliveryMode: "shared_pool_delivery_mode",
} as const satisfies Record<keyof ConfigurationSetOptions, keyof Row>;

type OptionColumns = Record<(typeof columns)[keyof typeof columns], string | null>;

function toColumns(options: ConfigurationSetOptions): OptionColumns;
function toColumns(options: Partial<ConfigurationSetOptions>): Partial<OptionColumns>;
function toColumns(options: Partial<ConfigurationSetOptions>): Partial<OptionColumns> {
  const groups = Object.keys(columns) as (keyof ConfigurationSetOptions)[];
  return Object.fromEntries(
    groups
      .filter((group) => group in options)
      .map((group) => [columns[group], options[group] === undefined ? null : JSON.stringify(options[group])]),
  );
}

function toConfigurationSet(row: Row): ConfigurationSet {
  const read = <Group extends keyof ConfigurationSetOptions>(
    group: Group,
  ): ConfigurationSetOptions[Group] | undefined => {
    const text = row[columns[group]];
    return text === null ? undefined : (JSON.parse(text) as ConfigurationSetOptions[Group]);
  };
  return {
    owner: { account: row.account, region: row.region },
    id: row.id,
    name: row.name,
    createdAt: row.created_at,
    tracking: read("tracking"),
    delivery: read("delivery"),
    // Of a set made with the API v2, SES collects metrics unless told not to.
    reputationMetrics: read("reputationMetrics") ?? true,
    sendingEnabled: read("sendingEnabled") ?? true,
    suppression: read("suppression"),
    vdm: read("vdm"),
    archiveArn: read("archiveArn"),
    signingScheme: read("signingScheme"),
    sharedPoolDeliveryMode: read("sharedPoolDeliveryMode"),
  };
}

import type { Database, Step } from "#platform/database/database.ts";
import { oneAtATime } from "#platform/database/one-at-a-time.ts";
import { prepare } from "#platform/database/prepare.ts";
import { CallerError } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";
import { mostTags, type Tag, tooManyTags } from "./tag.ts";

export class TagStore {
  readonly #database: Database;
  readonly #ofResource: ReturnType<typeof ofResource>;

  constructor(database: Database) {
    this.#database = database;
    this.#ofResource = ofResource(database);
  }

  /** In the order of their keys. */
  async list(owner: Owner, resource: string): Promise<Tag[]> {
    const rows = await this.#database.read(this.#ofResource({ ...owner, resource }));
    return rows.map(({ key, value }) => ({ key, value }));
  }

  /** In the order of their keys, by resource. */
  async listMany(
    { account, region }: Owner,
    resources: readonly string[],
  ): Promise<ReadonlyMap<string, readonly Tag[]>> {
    if (resources.length === 0) return new Map();
    const rows = await this.#database.read(
      this.#database.build
        .selectFrom("tags")
        .select(["resource", "key", "value"])
        .where("account", "=", account)
        .where("region", "=", region)
        .where("resource", "in", resources)
        .orderBy("resource")
        .orderBy("key")
        .compile(),
    );
    const byResource = Map.groupBy(rows, ({ resource }) => resource);
    return new Map(
      [...byResource].map(([resource, of]) => [resource, of.map(({ key, value }) => ({ key, value }))]),
    );
  }

  /** Adds tags; one that is there takes the new value. */
  set(owner: Owner, resource: string, tags: readonly Tag[]): Step[] {
    if (tags.length === 0) return [];
    const query = this.#database.build
      .insertInto("tags")
      .values(tags.map(({ key, value }) => ({ ...owner, resource, key, value })))
      .onConflict((conflict) =>
        conflict
          .columns(["account", "region", "resource", "key"])
          .doUpdateSet((expression) => ({ value: expression.ref("excluded.value") })),
      )
      .compile();
    return [{ query }];
  }

  removeAll(owner: Owner, resource: string): Step[] {
    const query = this.#database.build
      .deleteFrom("tags")
      .where((row) => row.and({ ...owner, resource }))
      .compile();
    return [{ query }];
  }

  /** Adds tags to those that are there, if `guard` holds and they do not become too many. */
  async merge(owner: Owner, resource: string, tags: readonly Tag[], guard: Step): Promise<void> {
    await this.#database.write([
      guard,
      // Two merges at once would not see, and not count, each other's tags.
      ...oneAtATime(this.#database, `tags ${owner.account} ${owner.region} ${resource}`),
      ...this.set(owner, resource, tags),
      this.#requireNotTooMany(owner, resource),
    ]);
  }

  async remove(owner: Owner, resource: string, keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    const query = this.#database.build
      .deleteFrom("tags")
      .where((row) => row.and({ ...owner, resource }))
      .where("key", "in", keys)
      .compile();
    await this.#database.write([{ query }]);
  }

  #requireNotTooMany(owner: Owner, resource: string): Step {
    const query = this.#database.build
      .selectFrom("tags")
      .select(({ fn }) => fn.countAll<number>().as("n"))
      .where((row) => row.and({ ...owner, resource }))
      .having(({ fn }) => fn.countAll(), "<=", mostTags)
      .compile();
    const otherwise = () =>
      new CallerError("bad-request", `${tooManyTags} or delete existing tags and retry`);
    return { query, otherwise };
  }
}

function ofResource(database: Database) {
  return prepare<Owner & { resource: string }>()(database, (build, value) =>
    build
      .selectFrom("tags")
      .select(["key", "value"])
      .where("account", "=", value.account)
      .where("region", "=", value.region)
      .where("resource", "=", value.resource)
      .orderBy("key"),
  );
}

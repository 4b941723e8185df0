import type { Selectable } from "kysely";
import type { Database, Step } from "#platform/database/database.ts";
import { requireSome } from "#platform/database/require-some.ts";
import { oneFewer, oneMore } from "#platform/database/resource-counts.ts";
import type { MultiRegionEndpointsTable } from "#platform/database/tables/multi-region-endpoints.ts";
import { CallerError } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";
import type { MultiRegionEndpoint } from "./endpoint.ts";

export class MultiRegionEndpointStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async write(steps: readonly Step[]): Promise<void> {
    await this.#database.write(steps);
  }

  async find(owner: Owner, name: string): Promise<MultiRegionEndpoint | undefined> {
    const [row] = await this.#database.read(
      this.#database.build
        .selectFrom("multi_region_endpoints")
        .selectAll()
        .where((endpoint) => endpoint.and({ ...owner, name }))
        .compile(),
    );
    return row && toEndpoint(row);
  }

  /** In whatever region. */
  async findById(account: string, id: string): Promise<MultiRegionEndpoint | undefined> {
    const [row] = await this.#database.read(
      this.#database.build
        .selectFrom("multi_region_endpoints")
        .selectAll()
        .where((endpoint) => endpoint.and({ account, id }))
        .compile(),
    );
    return row && toEndpoint(row);
  }

  /** Guarded: the name must be free and there be room for one more. */
  insert({ owner, id, name, secondaryRegion, createdAt }: MultiRegionEndpoint, limit: number): Step[] {
    const { build } = this.#database;
    const query = build
      .insertInto("multi_region_endpoints")
      .values({ ...owner, id, name, secondary_region: secondaryRegion, created_at: createdAt })
      .onConflict((conflict) => conflict.doNothing())
      .compile();
    return [
      {
        query,
        otherwise: () => new CallerError("already-exists", `Multi-region endpoint ${name} already exists.`),
      },
      {
        query: oneMore(build, { ...owner, limit }, "multi-region-endpoint").compile(),
        otherwise: () =>
          new CallerError(
            "limit-exceeded",
            `You have reached the limit of ${limit} multi-region endpoints in ${owner.region}.`,
          ),
      },
    ];
  }

  /** Guarded. */
  remove(owner: Owner, name: string): Step[] {
    const { build } = this.#database;
    const query = build
      .deleteFrom("multi_region_endpoints")
      .where((endpoint) => endpoint.and({ ...owner, name }))
      .compile();
    return [
      { query, otherwise: () => missing(name) },
      { query: oneFewer(build, owner, "multi-region-endpoint").compile() },
    ];
  }

  /** Undoes its group when there is no such endpoint. */
  requireExistence(owner: Owner, name: string): Step {
    const named = this.#database.build
      .selectFrom("multi_region_endpoints")
      .select("id")
      .where((endpoint) => endpoint.and({ ...owner, name }));
    return requireSome(this.#database, named, () => missing(name));
  }

  /** By name, from the first one after `after`. */
  async list(
    { account, region }: Owner,
    { after, limit }: { readonly after: string | undefined; readonly limit: number },
  ): Promise<MultiRegionEndpoint[]> {
    let query = this.#database.build
      .selectFrom("multi_region_endpoints")
      .selectAll()
      .where("account", "=", account)
      .where("region", "=", region)
      .orderBy("name")
      .limit(limit);
    if (after !== undefined) query = query.where("name", ">", after);
    return (await this.#database.read(query.compile())).map(toEndpoint);
  }
}

export function missing(named: string): CallerError {
  return new CallerError("not-found", `Multi-region endpoint ${named} does not exist.`);
}

function toEndpoint(row: Selectable<MultiRegionEndpointsTable>): MultiRegionEndpoint {
  return {
    owner: { account: row.account, region: row.region },
    id: row.id,
    name: row.name,
    secondaryRegion: row.secondary_region,
    createdAt: row.created_at,
  };
}

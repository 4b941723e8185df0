import type { Database, Step } from "#platform/database/database.ts";
import { requireSome } from "#platform/database/require-some.ts";
import { CallerError } from "#platform/errors.ts";
import { nameOf, type Owner } from "#platform/owner.ts";

export interface DedicatedIpPool {
  readonly owner: Owner;
  readonly id: string;
  readonly name: string;
  readonly scalingMode: "STANDARD" | "MANAGED";
  readonly createdAt: number;
}

/** What an account says of an address. */
export interface KnownAddress {
  readonly pool: string;
  readonly warmupPercent: number | undefined;
}

/** SES's name for where an address is that was put nowhere, or was put back. */
export const defaultPool = "ses-default-dedicated-pool";

export class DedicatedIpStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async write(steps: readonly Step[]): Promise<void> {
    await this.#database.write(steps);
  }

  /** Guarded: the name must be free. */
  insertPool({ owner, id, name, scalingMode, createdAt }: DedicatedIpPool): Step {
    const query = this.#database.build
      .insertInto("dedicated_ip_pools")
      .values({ ...owner, id, name, scaling_mode: scalingMode, created_at: createdAt })
      .onConflict((conflict) => conflict.doNothing())
      .compile();
    return {
      query,
      otherwise: () => new CallerError("already-exists", `The pool <${name}> already exists.`),
    };
  }

  async findPool(owner: Owner, name: string): Promise<DedicatedIpPool | undefined> {
    const [row] = await this.#database.read(
      this.#database.build
        .selectFrom("dedicated_ip_pools")
        .selectAll()
        .where((pool) => pool.and({ ...owner, name }))
        .compile(),
    );
    return row && { owner, id: row.id, name, scalingMode: row.scaling_mode, createdAt: row.created_at };
  }

  /** A step that undoes its group when there is no such pool. */
  requireExistence(owner: Owner, name: string): Step {
    const named = this.#database.build
      .selectFrom("dedicated_ip_pools")
      .select("name")
      .where((pool) => pool.and({ ...owner, name }));
    return requireSome(this.#database, named, () => noPool(name));
  }

  /** By name, from the first one after `after`. */
  async listPools(
    { account, region }: Owner,
    { after, limit }: { after: string | undefined; limit: number },
  ): Promise<string[]> {
    let query = this.#database.build
      .selectFrom("dedicated_ip_pools")
      .select("name")
      .where("account", "=", account)
      .where("region", "=", region)
      .orderBy("name")
      .limit(limit);
    if (after !== undefined) query = query.where("name", ">", after);
    return (await this.#database.read(query.compile())).map(({ name }) => name);
  }

  /** Its addresses are in no pool afterwards. Guarded. */
  removePool(owner: Owner, name: string): Step[] {
    const { build } = this.#database;
    return [
      {
        query: build
          .deleteFrom("dedicated_ip_pools")
          .where((pool) => pool.and({ ...owner, name }))
          .compile(),
        otherwise: () => noPool(name),
      },
      {
        query: build
          .updateTable("dedicated_ips")
          .set({ pool: defaultPool })
          .where((address) => address.and({ ...owner, pool: name }))
          .compile(),
      },
      { topic: "dedicated-ips", about: nameOf(owner) },
    ];
  }

  putInPool(owner: Owner, ip: string, pool: string): Step[] {
    const query = this.#database.build
      .insertInto("dedicated_ips")
      .values({ ...owner, ip, pool, warmup_percent: null })
      .onConflict((conflict) => conflict.columns(["account", "region", "ip"]).doUpdateSet({ pool }))
      .compile();
    return [{ query }, { topic: "dedicated-ips", about: nameOf(owner) }];
  }

  setWarmup(owner: Owner, ip: string, percent: number): Step {
    const changed = { warmup_percent: percent };
    const query = this.#database.build
      .insertInto("dedicated_ips")
      .values({ ...owner, ip, pool: defaultPool, ...changed })
      .onConflict((conflict) => conflict.columns(["account", "region", "ip"]).doUpdateSet(changed))
      .compile();
    return { query };
  }

  setScaling(owner: Owner, name: string, mode: DedicatedIpPool["scalingMode"]): Step {
    const query = this.#database.build
      .updateTable("dedicated_ip_pools")
      .set({ scaling_mode: mode })
      .where((pool) => pool.and({ ...owner, name }))
      .compile();
    return { query, otherwise: () => noPool(name) };
  }

  async addresses(owner: Owner): Promise<ReadonlyMap<string, KnownAddress>> {
    const rows = await this.#database.read(
      this.#database.build
        .selectFrom("dedicated_ips")
        .select(["ip", "pool", "warmup_percent"])
        .where((address) => address.and({ ...owner }))
        .compile(),
    );
    return new Map(
      rows.map(({ ip, pool, warmup_percent: percent }) => [
        ip,
        { pool, warmupPercent: percent ?? undefined },
      ]),
    );
  }
}

export function noPool(name: string): CallerError {
  return new CallerError("not-found", `The requested pool <${name}> does not exist.`);
}

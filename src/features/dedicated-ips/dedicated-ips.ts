import type { Tag, Tags } from "#features/tags/index.ts";
import type { Announcements } from "#platform/announcements.ts";
import type { Clock } from "#platform/clock.ts";
import { badRequest, CallerError } from "#platform/errors.ts";
import { newId } from "#platform/ids.ts";
import { nameOf, type Owner } from "#platform/owner.ts";
import { type Page, type PageRequest, readPage } from "#platform/paging.ts";
import type { Random } from "#platform/random.ts";
import { Recent } from "#platform/recent.ts";
import {
  type DedicatedIpPool,
  type DedicatedIpStore,
  defaultPool,
  type KnownAddress,
  noPool,
} from "./store.ts";

export interface DedicatedIp {
  readonly ip: string;
  readonly pool: string;
  /** How far it is warmed up, in percent; undefined: nobody has said. */
  readonly warmupPercent: number | undefined;
}

const nameForm = /^[a-z0-9_-]{1,64}$/;
/** SES's name for the addresses that everybody's mail leaves from. */
const sharedPool = "ses-shared-pool";

/** The addresses of this machine that mail leaves from, as the operator names them, and the pools that accounts put them into. */
export class DedicatedIps {
  readonly #store: DedicatedIpStore;
  readonly #tags: Tags;
  readonly #addresses: readonly string[];
  readonly #clock: Clock;
  readonly #random: Random;
  /** By address, for each owner. */
  readonly #pools: Recent<ReadonlyMap<string, KnownAddress>>;

  constructor(parts: {
    store: DedicatedIpStore;
    tags: Tags;
    /** Those that the operator lets be used. */
    addresses: readonly string[];
    announcements: Announcements;
    clock: Clock;
    random: Random;
  }) {
    this.#store = parts.store;
    this.#tags = parts.tags;
    this.#addresses = parts.addresses;
    this.#clock = parts.clock;
    this.#random = parts.random;
    this.#pools = new Recent(parts);
    parts.announcements.hear("dedicated-ips", (name) => this.#pools.forget(name));
  }

  /** Throws `already-exists`, `bad-request`. */
  async createPool(
    owner: Owner,
    name: string,
    { scalingMode, tags }: Pick<DedicatedIpPool, "scalingMode"> & { readonly tags: readonly Tag[] },
  ): Promise<DedicatedIpPool> {
    requireOwn(name);
    if (!nameForm.test(name)) {
      const message = "Pool names have 1 to 64 lower-case letters, digits, underscores and hyphens.";
      throw badRequest("PoolName", message);
    }
    this.#tags.validate(tags);
    const now = this.#clock.now();
    const pool = { owner, id: newId("pol", now, this.#random), name, scalingMode, createdAt: now };
    await this.#store.write([
      this.#store.insertPool(pool),
      ...this.#tags.changesToSet(owner, `dedicated-ip-pool/${name}`, tags),
    ]);
    return pool;
  }

  /** Throws `not-found`, and `bad-request` for one that nobody made. */
  async getPool(owner: Owner, name: string): Promise<DedicatedIpPool> {
    requireOwn(name);
    const pool = await this.#store.findPool(owner, name);
    if (pool === undefined) throw noPool(name);
    return pool;
  }

  /** Whether the account made it. */
  async exists(owner: Owner, name: string): Promise<boolean> {
    return (await this.#store.findPool(owner, name)) !== undefined;
  }

  /** Whether mail can leave from it. */
  async canSendFrom(owner: Owner, name: string): Promise<boolean> {
    return isStanding(name) || (await this.exists(owner, name));
  }

  /** For who tags it. */
  changeRequiringExistence(owner: Owner, name: string) {
    return this.#store.requireExistence(owner, name);
  }

  async listPools(owner: Owner, page: PageRequest): Promise<Page<string>> {
    return await readPage(page, {
      name: "dedicated-ip-pools",
      positionOf: (name) => name,
      read: async (from) => await this.#store.listPools(owner, from),
    });
  }

  /** Its addresses go back to where they were. Throws `not-found`. */
  async removePool(owner: Owner, name: string): Promise<void> {
    await this.#store.write([
      ...this.#store.removePool(owner, name),
      ...this.#tags.changesToRemoveAll(owner, `dedicated-ip-pool/${name}`),
    ]);
  }

  /** Into the default pool, too: so it is taken out of another. Throws `not-found` for an unknown address or pool. */
  async putInPool(owner: Owner, ip: string, pool: string): Promise<void> {
    if (pool.trim() === "") {
      const message = "Pool name can't be blank.";
      throw badRequest("DestinationPoolName", message);
    }
    this.#requireAddress(ip);
    if (pool !== defaultPool) requireOwn(pool);
    await this.#store.write([
      ...(pool === defaultPool ? [] : [this.#store.requireExistence(owner, pool)]),
      ...this.#store.putInPool(owner, ip, pool),
    ]);
  }

  /** A standard pool becomes managed, and never the other way. Throws `not-found`, `bad-request`. */
  async setScaling(owner: Owner, name: string, mode: DedicatedIpPool["scalingMode"]): Promise<void> {
    const pool = await this.getPool(owner, name);
    if (pool.scalingMode === mode) return;
    if (mode === "STANDARD") {
      const message = "The ScalingMode parameter is invalid.";
      throw badRequest("ScalingMode", message);
    }
    await this.#store.write([this.#store.setScaling(owner, name, mode)]);
  }

  /** Kept and shown, and heeded by nobody. Throws `not-found`, `bad-request`. */
  async setWarmup(owner: Owner, ip: string, percent: number): Promise<void> {
    if (percent < 0 || percent > 100) {
      const message = "Warmup Percentage must be between 0 and 100.";
      throw badRequest("WarmupPercentage", message);
    }
    this.#requireAddress(ip);
    await this.#store.write([this.#store.setWarmup(owner, ip, percent)]);
  }

  /** Throws `not-found`. */
  async get(owner: Owner, ip: string): Promise<DedicatedIp> {
    this.#requireAddress(ip);
    return toAddress(ip, await this.#store.addresses(owner));
  }

  /** Those of a pool, or all. Throws `not-found` for a pool that is not there, `bad-request`. */
  async list(owner: Owner, pool: string | undefined, page: PageRequest): Promise<Page<DedicatedIp>> {
    if (pool !== undefined && !(await this.canSendFrom(owner, pool))) throw noPool(pool);
    return await readPage<DedicatedIp>(page, {
      name: "dedicated-ips",
      positionOf: ({ ip }) => ip,
      read: async ({ after = "", limit }) => {
        const known = await this.#store.addresses(owner);
        const all = this.#addresses.toSorted().map((ip) => toAddress(ip, known));
        return all
          .filter((address) => address.ip > after && (pool === undefined || address.pool === pool))
          .slice(0, limit);
      },
    });
  }

  /** The addresses that mail of a pool leaves from, as they were a second ago at most. */
  async sourceAddresses(owner: Owner, pool: string): Promise<readonly string[]> {
    const known = await this.#pools.get(nameOf(owner), async () => await this.#store.addresses(owner));
    return this.#addresses.filter((ip) => toAddress(ip, known).pool === pool);
  }

  #requireAddress(ip: string): void {
    if (!this.#addresses.includes(ip)) {
      throw new CallerError("not-found", `Could not find dedicated IP <${ip}> under this account.`);
    }
  }
}

/** Whether every account has it, without having made it. */
function isStanding(pool: string): boolean {
  return pool === defaultPool || pool === sharedPool;
}

function requireOwn(pool: string): void {
  if (!isStanding(pool)) return;
  const message = "Pool name describes either a shared or default dedicated ip pool";
  throw badRequest("PoolName", message);
}

function toAddress(ip: string, known: ReadonlyMap<string, KnownAddress>): DedicatedIp {
  const said = known.get(ip);
  return { ip, pool: said?.pool ?? defaultPool, warmupPercent: said?.warmupPercent };
}

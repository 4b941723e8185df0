import type { Announcements } from "#platform/announcements.ts";
import type { Clock } from "#platform/clock.ts";
import { CallerError } from "#platform/errors.ts";
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

export { DedicatedIpStore } from "./store.ts";

export interface DedicatedIp {
  readonly ip: string;
  readonly pool: string;
  /** How far it is warmed up, in percent; undefined: nobody has said. */
  readonly warmupPercent: number | undefined;
}

const nameForm = /^[a-z0-9_-]{1,64}$/;

/** The addresses of this machine that mail leaves from, as the operator names them, and the pools that accounts put them into. */
export class DedicatedIps {
  readonly #store: DedicatedIpStore;
  readonly #addresses: readonly string[];
  readonly #clock: Clock;
  readonly #random: Random;
  /** By address, for each owner. */
  readonly #pools: Recent<ReadonlyMap<string, KnownAddress>>;

  constructor(parts: {
    store: DedicatedIpStore;
    /** Those that the operator lets be used. */
    addresses: readonly string[];
    announcements: Announcements;
    clock: Clock;
    random: Random;
  }) {
    this.#store = parts.store;
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
    scalingMode: DedicatedIpPool["scalingMode"],
  ): Promise<DedicatedIpPool> {
    if (!nameForm.test(name)) {
      const message = "Pool names have 1 to 64 lower-case letters, digits, underscores and hyphens.";
      throw new CallerError("bad-request", message, [{ path: "PoolName", message }]);
    }
    const now = this.#clock.now();
    const pool = { owner, id: newId("pol", now, this.#random), name, scalingMode, createdAt: now };
    await this.#store.write([this.#store.insertPool(pool)]);
    return pool;
  }

  /** Throws `not-found`. */
  async getPool(owner: Owner, name: string): Promise<DedicatedIpPool> {
    const pool = await this.#store.findPool(owner, name);
    if (pool === undefined) throw noPool(name);
    return pool;
  }

  async poolExists(owner: Owner, name: string): Promise<boolean> {
    return (await this.#store.findPool(owner, name)) !== undefined;
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
    await this.#store.write(this.#store.removePool(owner, name));
  }

  /** Throws `not-found` for an unknown address or pool. */
  async putInPool(owner: Owner, ip: string, pool: string): Promise<void> {
    this.#requireAddress(ip);
    await this.getPool(owner, pool);
    await this.#store.write(this.#store.putInPool(owner, ip, pool));
  }

  /** A standard pool becomes managed, and never the other way. Throws `not-found`, `bad-request`. */
  async setScaling(owner: Owner, name: string, mode: DedicatedIpPool["scalingMode"]): Promise<void> {
    const pool = await this.getPool(owner, name);
    if (pool.scalingMode === mode) return;
    if (mode === "STANDARD") {
      const message = "A managed pool cannot be made a standard one.";
      throw new CallerError("bad-request", message, [{ path: "ScalingMode", message }]);
    }
    await this.#store.write([this.#store.setScaling(owner, name, mode)]);
  }

  /** Kept and shown, and heeded by nobody. Throws `not-found`, `bad-request`. */
  async setWarmup(owner: Owner, ip: string, percent: number): Promise<void> {
    this.#requireAddress(ip);
    if (percent < 0 || percent > 100) {
      const message = "must be 0 to 100";
      throw new CallerError("bad-request", `WarmupPercentage ${message}.`, [
        { path: "WarmupPercentage", message },
      ]);
    }
    await this.#store.write([this.#store.setWarmup(owner, ip, percent)]);
  }

  /** Throws `not-found`. */
  async get(owner: Owner, ip: string): Promise<DedicatedIp> {
    this.#requireAddress(ip);
    return toAddress(ip, await this.#store.addresses(owner));
  }

  async list(owner: Owner, pool: string | undefined): Promise<DedicatedIp[]> {
    const known = await this.#store.addresses(owner);
    const all = this.#addresses.map((ip) => toAddress(ip, known));
    return pool === undefined ? all : all.filter((address) => address.pool === pool);
  }

  /** The addresses that mail of a pool leaves from, as they were a second ago at most. */
  async sourceAddresses(owner: Owner, pool: string): Promise<readonly string[]> {
    const pools = await this.#pools.get(nameOf(owner), async () => await this.#store.addresses(owner));
    return this.#addresses.filter((ip) => pools.get(ip)?.pool === pool);
  }

  #requireAddress(ip: string): void {
    if (!this.#addresses.includes(ip)) {
      throw new CallerError("not-found", `Dedicated IP <${ip}> does not exist.`);
    }
  }
}

function toAddress(ip: string, known: ReadonlyMap<string, KnownAddress>): DedicatedIp {
  const said = known.get(ip);
  return { ip, pool: said?.pool ?? defaultPool, warmupPercent: said?.warmupPercent };
}

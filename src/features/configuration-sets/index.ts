import type { Tag, Tags } from "#features/tags/index.ts";
import type { Change } from "#platform/change.ts";
import type { Clock } from "#platform/clock.ts";
import { newId } from "#platform/ids.ts";
import type { Owner } from "#platform/owner.ts";
import { type Page, type PageRequest, readPage } from "#platform/paging.ts";
import type { Random } from "#platform/random.ts";
import type {
  ConfigurationSet,
  ConfigurationSetFilter,
  ConfigurationSetOptions,
} from "./configuration-set.ts";
import { checkName, isName } from "./name.ts";
import {
  checkDelivery,
  checkTracking,
  type IsVerifiedDomain,
  type OptionsChange,
  type PoolExists,
} from "./options.ts";
import { type ConfigurationSetStore, missing } from "./store.ts";

export type {
  ConfigurationSet,
  SuppressionOptions,
  VdmOptions,
} from "./configuration-set.ts";
export type { OptionsChange, TrackingRequest } from "./options.ts";

/** What goes with a set when it goes: its event destinations. */
export type ChangesOnRemoval = (owner: Owner, name: string) => readonly Change[];

/** SES's quota, in one region. */
const mostConfigurationSets = 10_000;

/** Named rules for the messages that are sent with them. */
export class ConfigurationSets {
  readonly #store: ConfigurationSetStore;
  readonly #tags: Tags;
  readonly #isVerifiedDomain: IsVerifiedDomain;
  readonly #changesOnRemoval: ChangesOnRemoval;
  readonly #poolExists: PoolExists;
  readonly #clock: Clock;
  readonly #random: Random;

  constructor(parts: {
    store: ConfigurationSetStore;
    tags: Tags;
    isVerifiedDomain: IsVerifiedDomain;
    changesOnRemoval: ChangesOnRemoval;
    poolExists: PoolExists;
    clock: Clock;
    random: Random;
  }) {
    this.#store = parts.store;
    this.#tags = parts.tags;
    this.#isVerifiedDomain = parts.isVerifiedDomain;
    this.#changesOnRemoval = parts.changesOnRemoval;
    this.#poolExists = parts.poolExists;
    this.#clock = parts.clock;
    this.#random = parts.random;
  }

  /** Throws `bad-request`, `already-exists`, `limit-exceeded`. */
  async create(
    owner: Owner,
    {
      name,
      options,
      tags,
    }: { readonly name: string; readonly options: OptionsChange; readonly tags: readonly Tag[] },
  ): Promise<ConfigurationSet> {
    checkName(name);
    this.#tags.validate(tags);
    const now = this.#clock.now();
    const set: ConfigurationSet = {
      owner,
      id: newId("cfg", now, this.#random),
      name,
      createdAt: now,
      ...unset,
      ...(await this.#check(owner, options)),
    };
    await this.#store.write([
      ...this.#store.insert(set, mostConfigurationSets),
      ...this.#tags.changesToSet(owner, `configuration-set/${name}`, tags),
    ]);
    return set;
  }

  /** Throws `unknown-configuration-set`, and `bad-request` for what can be no name. */
  async get(owner: Owner, name: string): Promise<ConfigurationSet & { readonly tags: readonly Tag[] }> {
    checkName(name);
    const [set, tags] = await Promise.all([
      this.#store.find({ ...owner, name }),
      this.#tags.ofResource(owner, `configuration-set/${name}`),
    ]);
    if (set === undefined) throw missing(name);
    return { ...set, tags };
  }

  /** Undefined also for what can be no name. */
  async find(owner: Owner, name: string): Promise<ConfigurationSet | undefined> {
    return isName(name) ? await this.#store.find({ ...owner, name }) : undefined;
  }

  async exists(owner: Owner, name: string): Promise<boolean> {
    return (await this.find(owner, name)) !== undefined;
  }

  /** In the order of their names; `nameContains` heeds upper and lower case. */
  async list(
    owner: Owner,
    { page, ...filter }: ConfigurationSetFilter & { readonly page: PageRequest },
  ): Promise<Page<ConfigurationSet>> {
    const { nameContains } = filter;
    const impossible = nameContains !== undefined && !isName(nameContains);
    return await readPage(page, {
      name: "configuration-sets",
      positionOf: ({ name }) => name,
      read: async (from) => (impossible ? [] : await this.#store.list(owner, { ...filter, ...from })),
    });
  }

  /**
   * Sets the groups of options that are present, clearing those that are present and undefined; the others stay.
   * Throws `unknown-configuration-set`, `bad-request`.
   */
  async putOptions(owner: Owner, name: string, change: OptionsChange): Promise<void> {
    checkName(name);
    if (!(await this.exists(owner, name))) throw missing(name);
    const checked = await this.#check(owner, change);
    if (Object.keys(checked).length === 0) return;
    await this.#store.write(this.#store.update({ ...owner, name }, checked));
  }

  /** Identities that have it as their default keep its name, as with SES. Throws `unknown-configuration-set`, `bad-request`. */
  async remove(owner: Owner, name: string): Promise<void> {
    checkName(name);
    await this.#store.write([
      ...this.#store.remove({ ...owner, name }),
      ...this.#tags.changesToRemoveAll(owner, `configuration-set/${name}`),
      ...this.#changesOnRemoval(owner, name),
    ]);
  }

  /** For a group of another feature: undoes it with `not-found` when there is no such set. */
  changeRequiringExistence(owner: Owner, name: string) {
    if (!isName(name)) throw missing(name);
    return this.#store.requireExisting({ ...owner, name });
  }

  async #check(owner: Owner, change: OptionsChange): Promise<Partial<ConfigurationSetOptions>> {
    const { tracking, delivery, ...others } = change;
    const checkedTracking = tracking && (await checkTracking(owner, tracking, this.#isVerifiedDomain));
    const checkedDelivery = delivery && (await checkDelivery(owner, delivery, this.#poolExists));
    return {
      ...others,
      ...("tracking" in change ? { tracking: checkedTracking } : {}),
      ...("delivery" in change ? { delivery: checkedDelivery } : {}),
    };
  }
}

const unset: ConfigurationSetOptions = {
  tracking: undefined,
  delivery: undefined,
  sharedPoolDeliveryMode: undefined,
  reputationMetrics: true,
  sendingEnabled: true,
  suppression: undefined,
  vdm: undefined,
  archiveArn: undefined,
  signingScheme: undefined,
};

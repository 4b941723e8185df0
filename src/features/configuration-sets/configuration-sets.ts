import type { Tag, Tags } from "#features/tags/index.ts";
import type { Change } from "#platform/change.ts";
import type { Clock } from "#platform/clock.ts";
import { CallerError } from "#platform/errors.ts";
import { newId } from "#platform/ids.ts";
import type { Owner } from "#platform/owner.ts";
import { type Page, type PageRequest, readPage } from "#platform/paging.ts";
import type { Random } from "#platform/random.ts";
import type {
  ConfigurationSet,
  ConfigurationSetFilter,
  ConfigurationSetOptions,
  DeliveryOptions,
  OptionsInParts,
} from "./configuration-set.ts";
import { checkName, isName } from "./name.ts";
import {
  checkDelivery,
  checkTracking,
  type IsVerifiedDomain,
  type OptionsChange,
  type PoolExists,
  unlessEmpty,
} from "./options.ts";
import { type ConfigurationSetStore, missing } from "./store.ts";

/** What goes with a set when it goes: its event destinations. */
type ChangesOnRemoval = (owner: Owner, name: string) => readonly Change[];

/** SES's quota, in one region. */
const mostConfigurationSets = 10_000;
/** A change of a part is made again where others are quicker; each time one of them was. */
const mostTimes = 50;

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

  /** Throws `bad-request`, `invalid-tracking-options`, `already-exists`, `limit-exceeded`. */
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

  /** In the order of their names; `nameContains` is a part of it, in either case. */
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
   * Throws `unknown-configuration-set`, `bad-request`, `invalid-tracking-options`.
   */
  async putOptions(owner: Owner, name: string, change: OptionsChange): Promise<void> {
    checkName(name);
    if (!(await this.exists(owner, name))) throw missing(name);
    const checked = await this.#check(owner, change);
    if (Object.keys(checked).length === 0) return;
    await this.#store.write(this.#store.update({ ...owner, name }, checked));
  }

  /** Leaves its pool and its longest time as they are. Throws `unknown-configuration-set`, `bad-request`. */
  async putTlsPolicy(owner: Owner, name: string, tlsPolicy: DeliveryOptions["tlsPolicy"]): Promise<void> {
    const none = { sendingPool: undefined, maxDeliverySeconds: undefined };
    await this.#changePart(owner, name, ({ delivery = none }) => ({
      delivery: unlessEmpty({ ...delivery, tlsPolicy }),
    }));
  }

  /** Throws `unknown-configuration-set`, `bad-request`, `already-exists` (tracking options), `invalid-tracking-options`. */
  async addRedirectDomain(owner: Owner, name: string, customRedirectDomain: string): Promise<void> {
    await this.#changePart(owner, name, async ({ tracking }) => {
      if (tracking !== undefined) throw tracked(name);
      const request = { customRedirectDomain, httpsPolicy: undefined };
      return { tracking: await checkTracking(owner, request, this.#isVerifiedDomain) };
    });
  }

  /** Leaves the HTTPS policy as it is. Throws `unknown-configuration-set`, `bad-request`, `not-found` (tracking options), `invalid-tracking-options`. */
  async changeRedirectDomain(owner: Owner, name: string, customRedirectDomain: string): Promise<void> {
    await this.#changePart(owner, name, async ({ tracking }) => {
      if (tracking === undefined) throw untracked(name);
      const request = { ...tracking, customRedirectDomain };
      return { tracking: await checkTracking(owner, request, this.#isVerifiedDomain) };
    });
  }

  /** Throws `unknown-configuration-set`, `bad-request`, `not-found` (tracking options). */
  async removeRedirectDomain(owner: Owner, name: string): Promise<void> {
    await this.#changePart(owner, name, ({ tracking }) => {
      if (tracking === undefined) throw untracked(name);
      return { tracking: undefined };
    });
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

  /** What others put meanwhile is not lost: the change is made of what is there then. */
  async #changePart(
    owner: Owner,
    name: string,
    changeOf: (set: ConfigurationSet) => OptionsInParts | Promise<OptionsInParts>,
  ): Promise<void> {
    checkName(name);
    for (let time = 0; time < mostTimes; time++) {
      const set = await this.#store.find({ ...owner, name });
      if (set === undefined) throw missing(name);
      const change = await changeOf(set);
      const otherwise = () =>
        new CallerError("concurrent-modification", `${name} is being changed by others.`);
      try {
        await this.#store.write(this.#store.updateFrom(set, change, otherwise));
        return;
      } catch (error) {
        const isOvertaken = error instanceof CallerError && error.problem === "concurrent-modification";
        if (!isOvertaken || time === mostTimes - 1) throw error;
      }
    }
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

function tracked(name: string): CallerError {
  return new CallerError("already-exists", `Configuration set <${name}> has tracking options already.`);
}

function untracked(name: string): CallerError {
  return new CallerError("not-found", `Configuration set <${name}> has no tracking options.`);
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

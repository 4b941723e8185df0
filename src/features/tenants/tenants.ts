import type { Tag, Tags } from "#features/tags/index.ts";
import type { Change } from "#platform/change.ts";
import type { Clock } from "#platform/clock.ts";
import { CallerError } from "#platform/errors.ts";
import { newId } from "#platform/ids.ts";
import type { Owner } from "#platform/owner.ts";
import { type Page, type PageRequest, readPage } from "#platform/paging.ts";
import type { Random } from "#platform/random.ts";
import { readArn } from "#protocols/arn/arn.ts";
import { checkTenantName } from "./name.ts";
import { missingResource, readResource } from "./resource.ts";
import { type HolderOfResource, missing, type TenantStore } from "./store.ts";
import {
  arnIn,
  type ResourceKind,
  type Tenant,
  type TenantFilter,
  type TenantResource,
  type TenantStatus,
  type TenantSuppression,
  tenantArn,
} from "./tenant.ts";

const mostTenants = 10_000;

/** What a message is sent with. */
interface Means {
  readonly identity: string;
  readonly configurationSet: string | undefined;
  readonly template: string | undefined;
}

/** Customers of a customer: what each may send with, and whether it may send at all. */
export class Tenants {
  readonly #store: TenantStore;
  readonly #tags: Tags;
  readonly #exists: (owner: Owner, kind: ResourceKind, name: string) => Promise<boolean>;
  readonly #changeRequiringExistence: (owner: Owner, kind: ResourceKind, name: string) => Change;
  readonly #changesOnRemoval: (owner: Owner, name: string) => readonly Change[];
  readonly #clock: Clock;
  readonly #random: Random;

  constructor(parts: {
    store: TenantStore;
    tags: Tags;
    /** Whether there is a resource to be given to a tenant. */
    exists: (owner: Owner, kind: ResourceKind, name: string) => Promise<boolean>;
    /** Undoes its group when there is none any more. */
    changeRequiringExistence: (owner: Owner, kind: ResourceKind, name: string) => Change;
    /** What goes with a tenant. */
    changesOnRemoval: (owner: Owner, name: string) => readonly Change[];
    clock: Clock;
    random: Random;
  }) {
    this.#store = parts.store;
    this.#tags = parts.tags;
    this.#exists = parts.exists;
    this.#changeRequiringExistence = parts.changeRequiringExistence;
    this.#changesOnRemoval = parts.changesOnRemoval;
    this.#clock = parts.clock;
    this.#random = parts.random;
  }

  /** Throws `already-exists`, `limit-exceeded`, `bad-request`. */
  async create(
    owner: Owner,
    name: string,
    { suppression, tags }: Pick<Tenant, "suppression"> & { readonly tags: readonly Tag[] },
  ): Promise<Tenant> {
    checkTenantName(name);
    this.#tags.validate(tags);
    const now = this.#clock.now();
    const tenant: Tenant = {
      owner,
      id: newId("tn", now, this.#random),
      name,
      createdAt: now,
      status: "ENABLED",
      statusAt: undefined,
      policy: undefined,
      suppression,
    };
    await this.#store.write([
      ...this.#store.insert(tenant, mostTenants),
      ...this.#tags.changesToSet(owner, `tenant/${name}`, tags),
    ]);
    return tenant;
  }

  /** Throws `not-found`. */
  async get(owner: Owner, name: string): Promise<Tenant> {
    const tenant = await this.#store.find(owner, name);
    if (tenant === undefined) throw missing(name);
    return tenant;
  }

  async find(owner: Owner, name: string): Promise<Tenant | undefined> {
    return await this.#store.find(owner, name);
  }

  async tagsOf({ owner, name }: Tenant): Promise<Tag[]> {
    return await this.#tags.ofResource(owner, `tenant/${name}`);
  }

  /** By name. */
  async list(owner: Owner, filter: TenantFilter, page: PageRequest): Promise<Page<Tenant>> {
    return await readPage(page, {
      name: "tenants",
      positionOf: ({ name }) => name,
      read: async (from) => await this.#store.list(owner, { ...filter, ...from }),
    });
  }

  /** Throws `not-found`. */
  async remove(owner: Owner, name: string): Promise<void> {
    await this.#store.write([
      ...this.#store.remove(owner, name),
      ...this.#tags.changesToRemoveAll(owner, `tenant/${name}`),
      ...this.#changesOnRemoval(owner, name),
    ]);
  }

  /** For who tags it. */
  changeRequiringExistence(owner: Owner, name: string) {
    return this.#store.requireExistence(owner, name);
  }

  /** What is left out is the account's again. Throws `not-found`. */
  async setSuppression(owner: Owner, name: string, suppression: TenantSuppression): Promise<void> {
    await this.#store.write([this.#store.change(owner, name, { suppression })]);
  }

  /** Lets a tenant send with something. Throws `not-found`, `already-exists`, `bad-request`. */
  async associate(owner: Owner, name: string, arn: string): Promise<void> {
    const { kind, of, resource } = await this.#findResource(owner, arn);
    await this.#store.write([
      this.#changeRequiringExistence(owner, kind, of),
      this.#store.requireExistence(owner, name),
      this.#store.associate(owner, name, resource, this.#clock.now()),
    ]);
  }

  /**
   * A resource that it was not given is none the less taken away, and one that has gone where it was given. Throws `not-found`,
   * `bad-request`.
   */
  async dissociate(owner: Owner, name: string, arn: string): Promise<void> {
    const named = readResource(owner, arn);
    const isThere = await this.#exists(owner, named.kind, named.of);
    await this.#store.write([
      this.#store.dissociate(owner, name, named, isThere ? undefined : () => missingResource(named)),
      this.#store.requireExistence(owner, name),
    ]);
  }

  /** For the group that deletes a resource: undoes it with `bad-request` while a tenant has it. */
  changeRequiringNoHolder(owner: Owner, resource: TenantResource) {
    return this.#store.requireNoHolder(owner, resource);
  }

  /** Of one kind, or all. Throws `not-found`. */
  async resourcesOf(
    owner: Owner,
    name: string,
    kind: ResourceKind | undefined,
    page: PageRequest,
  ): Promise<Page<string>> {
    await this.get(owner, name);
    return await readPage(page, {
      name: "tenant-resources",
      positionOf: (resource) => resource,
      read: async (from) => await this.#store.resourcesOf(owner, name, { kind, ...from }),
    });
  }

  /** Throws `not-found`, `bad-request`. */
  async tenantsOf(owner: Owner, arn: string, page: PageRequest) {
    const { resource } = await this.#findResource(owner, arn);
    return await readPage(page, {
      name: "resource-tenants",
      positionOf: ({ name }: HolderOfResource) => name,
      read: async (from) => await this.#store.tenantsOf(owner, resource, from),
    });
  }

  /** By its ARN. Throws `not-found`. */
  async getByArn(owner: Owner, arn: string): Promise<Tenant> {
    const [, name = ""] = /^tenant\/([^/]+)\/[^/]+$/.exec(readArn(arn)?.resource ?? "") ?? [];
    const tenant = await this.#store.find(owner, name);
    if (tenant === undefined || tenantArn(tenant) !== arn) {
      throw new CallerError("not-found", `Reputation entity <${arn}> does not exist.`);
    }
    return tenant;
  }

  /** Pauses a tenant, or lets it send again. Throws `not-found`. */
  async setStatus(owner: Owner, arn: string, status: TenantStatus): Promise<void> {
    const { name } = await this.getByArn(owner, arn);
    await this.#store.write([this.#store.change(owner, name, { status, statusAt: this.#clock.now() })]);
  }

  /** Kept and shown. Throws `not-found`, `bad-request`. */
  async setPolicy(owner: Owner, arn: string, policy: string): Promise<void> {
    const { name } = await this.getByArn(owner, arn);
    if (!/^arn:[^:]+:ses:[^:]+:aws:reputation-policy\/(?:standard|strict|none)$/.test(policy)) {
      throw new CallerError("bad-request", `<${policy}> is not a reputation policy.`);
    }
    await this.#store.write([this.#store.change(owner, name, { policy })]);
  }

  /** Whether a tenant may send with these. Throws `not-found`, `message-rejected`, `access-denied`. */
  async admit(owner: Owner, name: string, means: Means): Promise<Tenant> {
    const tenant = await this.#store.find(owner, name);
    if (tenant === undefined) {
      throw new CallerError("not-found", `Tenant ${name} for AwsAccountId ${owner.account} not found.`);
    }
    if (tenant.status === "DISABLED") {
      throw new CallerError("message-rejected", `Sending disabled for ${tenantArn(tenant)}.`);
    }
    const needed = resourcesIn(means);
    const given = new Set(await this.#store.givenAmong(owner, name, needed));
    const lacking = needed.filter((resource) => !given.has(resource));
    if (lacking.length > 0) {
      const arns = lacking.map((resource) => arnIn(owner, resource)).join(", ");
      throw new CallerError("access-denied", `Tenant not associated with resources [${arns}].`);
    }
    return tenant;
  }

  async #findResource(owner: Owner, arn: string) {
    const found = readResource(owner, arn);
    if (!(await this.#exists(owner, found.kind, found.of))) throw missingResource(found);
    return found;
  }
}

function resourcesIn({ identity, configurationSet, template }: Means): TenantResource[] {
  return [
    `identity/${identity}`,
    ...(configurationSet === undefined ? [] : [`configuration-set/${configurationSet}` as const]),
    ...(template === undefined ? [] : [`template/${template}` as const]),
  ];
}

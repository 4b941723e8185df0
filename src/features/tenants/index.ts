import { nameAsKept } from "#features/identities/index.ts";
import type { Tag, Tags } from "#features/tags/index.ts";
import type { Change } from "#platform/change.ts";
import type { Clock } from "#platform/clock.ts";
import { CallerError } from "#platform/errors.ts";
import { newId } from "#platform/ids.ts";
import type { Owner } from "#platform/owner.ts";
import { type Page, type PageRequest, readPage } from "#platform/paging.ts";
import type { Random } from "#platform/random.ts";
import { readArn } from "#protocols/arn/arn.ts";
import { type HolderOfResource, missing, type TenantStore } from "./store.ts";
import {
  type ResourceKind,
  resourceKinds,
  type Tenant,
  type TenantResource,
  type TenantStatus,
  type TenantSuppression,
  tenantArn,
} from "./tenant.ts";

export { TenantStore } from "./store.ts";
export {
  arnIn,
  type ResourceKind,
  type Tenant,
  type TenantStatus,
  type TenantSuppression,
  tenantArn,
} from "./tenant.ts";

const nameForm = /^[A-Za-z0-9_-]{1,64}$/;
const mostTenants = 10_000;
/** In an error. */
const mostNamed = 10;

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
  readonly #changesOnRemoval: (owner: Owner, name: string) => readonly Change[];
  readonly #clock: Clock;
  readonly #random: Random;

  constructor(parts: {
    store: TenantStore;
    tags: Tags;
    /** Whether there is a resource to be given to a tenant. */
    exists: (owner: Owner, kind: ResourceKind, name: string) => Promise<boolean>;
    /** What goes with a tenant. */
    changesOnRemoval: (owner: Owner, name: string) => readonly Change[];
    clock: Clock;
    random: Random;
  }) {
    this.#store = parts.store;
    this.#tags = parts.tags;
    this.#exists = parts.exists;
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
    if (!nameForm.test(name)) {
      const message = "Tenant names have 1 to 64 letters, digits, underscores and hyphens.";
      throw new CallerError("bad-request", message, [{ path: "TenantName", message }]);
    }
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

  async list(owner: Owner, page: PageRequest): Promise<Page<Tenant>> {
    return await readPage(page, {
      name: "tenants",
      positionOf: ({ name }) => name,
      read: async (from) => await this.#store.list(owner, from),
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
    const { kind, resource, of } = readResource(owner, arn);
    if (!(await this.#exists(owner, kind, of))) {
      throw new CallerError("not-found", `Resource <${arn}> does not exist.`);
    }
    await this.#store.write([
      this.#store.requireExistence(owner, name),
      this.#store.associate(owner, name, resource, this.#clock.now()),
    ]);
  }

  /** Throws `not-found`, `bad-request`. */
  async dissociate(owner: Owner, name: string, arn: string): Promise<void> {
    const { resource, written } = readResource(owner, arn);
    await this.#store.write([
      this.#store.requireExistence(owner, name),
      this.#store.dissociate(owner, name, { resource, written }),
    ]);
  }

  /** For who deletes a configuration set or a template. */
  changesToTakeBack(owner: Owner, resource: TenantResource) {
    return [this.#store.dissociateAll(owner, resource)];
  }

  /** Some of those that send from an identity, which keep it from being deleted. */
  async sendingFrom(owner: Owner, identity: string): Promise<readonly string[]> {
    const from = { after: undefined, limit: mostNamed };
    const found = await this.#store.tenantsOf(owner, `identity/${identity}`, from);
    return found.map(({ name }) => name);
  }

  /** Throws `not-found`. */
  async resourcesOf(owner: Owner, name: string, page: PageRequest): Promise<Page<string>> {
    await this.get(owner, name);
    return await readPage(page, {
      name: "tenant-resources",
      positionOf: (resource) => resource,
      read: async (from) => await this.#store.resourcesOf(owner, name, from),
    });
  }

  /** Throws `bad-request`. */
  async tenantsOf(owner: Owner, arn: string, page: PageRequest) {
    const { resource } = readResource(owner, arn);
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

  /** Whether a tenant may send with these. Throws `not-found`, `sending-paused`, `bad-request`. */
  async admit(owner: Owner, name: string, means: Means): Promise<Tenant> {
    const tenant = await this.get(owner, name);
    if (tenant.status === "DISABLED") {
      throw new CallerError("sending-paused", `Sending is paused for tenant ${name}`);
    }
    const needed = resourcesIn(means);
    const given = new Set(await this.#store.givenAmong(owner, name, needed));
    const lacking = needed.find((resource) => !given.has(resource));
    if (lacking !== undefined) {
      throw new CallerError("bad-request", `Resource <${lacking}> is not associated with tenant <${name}>.`);
    }
    return tenant;
  }
}

function resourcesIn({ identity, configurationSet, template }: Means): TenantResource[] {
  return [
    `identity/${identity}`,
    ...(configurationSet === undefined ? [] : [`configuration-set/${configurationSet}` as const]),
    ...(template === undefined ? [] : [`template/${template}` as const]),
  ];
}

function readResource(owner: Owner, text: string) {
  const arn = readArn(text);
  const kind = resourceKinds.find((one) => arn?.resource.startsWith(`${one}/`) === true);
  const isOurs = arn?.service === "ses" && arn.account === owner.account && arn.region === owner.region;
  if (arn === undefined || kind === undefined || !isOurs) {
    const message = `<${text}> is not the ARN of an identity, a configuration set or a template of this account and region.`;
    throw new CallerError("bad-request", message, [{ path: "ResourceArn", message }]);
  }
  const written = arn.resource.slice(kind.length + 1);
  const of = kind === "identity" ? nameAsKept(written) : written;
  return { kind, of, resource: `${kind}/${of}` as const, written: `${kind}/${written}` as const };
}

import { type RawBuilder, type Selectable, sql } from "kysely";
import { containsInEitherCase } from "#platform/database/contains.ts";
import type { Database, Step } from "#platform/database/database.ts";
import { requireFewerThan, requireRoom } from "#platform/database/require-fewer-than.ts";
import { requireSome } from "#platform/database/require-some.ts";
import type { TenantsTable } from "#platform/database/tables/tenants.ts";
import { CallerError } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";
import {
  arnIn,
  type ResourceKind,
  type Tenant,
  type TenantFilter,
  type TenantResource,
  type TenantSuppression,
} from "./tenant.ts";

interface Stretch {
  readonly after: string | undefined;
  readonly limit: number;
}

/** A tenant that was given a resource. */
export interface HolderOfResource {
  readonly name: string;
  readonly id: string;
  readonly associatedAt: number;
}

export class TenantStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async write(steps: readonly Step[]): Promise<void> {
    await this.#database.write(steps);
  }

  async find(owner: Owner, name: string): Promise<Tenant | undefined> {
    const [row] = await this.#database.read(
      this.#database.build
        .selectFrom("tenants")
        .selectAll()
        .where((tenant) => tenant.and({ ...owner, name }))
        .compile(),
    );
    return row && toTenant(row);
  }

  async list(
    owner: Owner,
    { nameContains, status, arnPrefix, after, limit }: TenantFilter & Stretch,
  ): Promise<Tenant[]> {
    let query = this.#database.build
      .selectFrom("tenants")
      .selectAll()
      .where((tenant) => tenant.and({ ...owner }))
      .orderBy("name")
      .limit(limit);
    if (after !== undefined) query = query.where("name", ">", after);
    if (status !== undefined) query = query.where("status", "=", status);
    if (nameContains !== undefined) {
      query = query.where(containsInEitherCase(this.#database.engine, sql`name`, nameContains));
    }
    if (arnPrefix !== undefined) {
      const arn = sql<string>`${arnIn(owner, "tenant/")} || name || '/' || id`;
      query = query.where(startsWith(arn, arnPrefix));
    }
    return (await this.#database.read(query.compile())).map(toTenant);
  }

  /** Guarded: the name must be free, and there be fewer than `most`. */
  insert(tenant: Tenant, most: number): Step[] {
    const { build } = this.#database;
    const { owner, name } = tenant;
    const query = build
      .insertInto("tenants")
      .values({
        ...owner,
        name,
        id: tenant.id,
        created_at: tenant.createdAt,
        status: tenant.status,
        status_at: null,
        policy: null,
        ...suppressionColumns(tenant.suppression),
      })
      .onConflict((conflict) => conflict.doNothing())
      .compile();
    return [
      ...requireRoom(
        this.#database,
        most,
        build.selectFrom("tenants").where((row) => row.and({ ...owner })),
        () => new CallerError("limit-exceeded", `There are at most ${most} tenants.`),
      ),
      {
        query,
        otherwise: () =>
          new CallerError(
            "already-exists",
            `Tenant with name ${name} already exists in account ${owner.account}`,
          ),
      },
    ];
  }

  /** Changes what is named. Guarded. */
  change(
    owner: Owner,
    name: string,
    change: Partial<Pick<Tenant, "status" | "statusAt" | "policy" | "suppression">>,
  ): Step {
    const query = this.#database.build
      .updateTable("tenants")
      .set({
        ...("status" in change ? { status: change.status, status_at: change.statusAt ?? null } : {}),
        ...("policy" in change ? { policy: change.policy ?? null } : {}),
        ...(change.suppression === undefined ? {} : suppressionColumns(change.suppression)),
      })
      .where((tenant) => tenant.and({ ...owner, name }))
      .compile();
    return { query, otherwise: () => missing(name) };
  }

  /** With what it was given. Guarded. */
  remove(owner: Owner, name: string): Step[] {
    const { build } = this.#database;
    const resources = build
      .deleteFrom("tenant_resources")
      .where((row) => row.and({ ...owner, tenant: name }))
      .compile();
    return [this.#removal(owner, name), { query: resources }];
  }

  /** A step that undoes its group when there is no such tenant. */
  requireExistence(owner: Owner, name: string): Step {
    const named = this.#database.build
      .selectFrom("tenants")
      .select("name")
      .where((tenant) => tenant.and({ ...owner, name }));
    return requireSome(this.#database, named, () => missing(name));
  }

  /** Guarded. */
  associate(owner: Owner, tenant: string, resource: TenantResource, at: number): Step {
    const query = this.#database.build
      .insertInto("tenant_resources")
      .values({ ...owner, tenant, resource, created_at: at })
      .onConflict((conflict) => conflict.doNothing())
      .compile();
    const message = `Resources ${arnIn(owner, resource)} has already been associated with tenant ${tenant}`;
    return { query, otherwise: () => new CallerError("already-exists", message) };
  }

  /** Guarded, where `otherwise` is given: the tenant had it. Once, domains were kept as they were written. */
  dissociate(
    owner: Owner,
    tenant: string,
    { resource, written }: { readonly resource: TenantResource; readonly written: TenantResource },
    otherwise: (() => Error) | undefined,
  ): Step {
    const query = this.#database.build
      .deleteFrom("tenant_resources")
      .where((row) => row.and({ ...owner, tenant }))
      .where("resource", "in", [resource, written])
      .compile();
    return otherwise === undefined ? { query } : { query, otherwise };
  }

  /** A step that undoes its group while a tenant has the resource. */
  requireNoHolder(owner: Owner, resource: TenantResource): Step {
    const query = this.#database.build
      .selectFrom("tenant_resources")
      .where((row) => row.and({ ...owner, resource }))
      .where((row) =>
        row.exists(
          row
            .selectFrom("tenants")
            .select("name")
            .where((tenant) => tenant.and({ ...owner }))
            .whereRef("name", "=", "tenant_resources.tenant"),
        ),
      );
    const message = `Cannot delete <${arnIn(owner, resource)}> because it has tenant associations. Remove all tenant associations and try again.`;
    return requireFewerThan(1, query, () => new CallerError("bad-request", message));
  }

  async resourcesOf(
    owner: Owner,
    tenant: string,
    { kind, after, limit }: Stretch & { readonly kind: ResourceKind | undefined },
  ): Promise<string[]> {
    let query = this.#database.build
      .selectFrom("tenant_resources")
      .select("resource")
      .where((row) => row.and({ ...owner, tenant }))
      .orderBy("resource")
      .limit(limit);
    if (after !== undefined) query = query.where("resource", ">", after);
    if (kind !== undefined) query = query.where(startsWith(sql`resource`, `${kind}/`));
    return (await this.#database.read(query.compile())).map(({ resource }) => resource);
  }

  /** Of some, those that a tenant was given. */
  async givenAmong(owner: Owner, tenant: string, resources: readonly TenantResource[]): Promise<string[]> {
    const rows = await this.#database.read(
      this.#database.build
        .selectFrom("tenant_resources")
        .select("resource")
        .where((row) => row.and({ ...owner, tenant }))
        .where("resource", "in", resources)
        .compile(),
    );
    return rows.map(({ resource }) => resource);
  }

  async tenantsOf(owner: Owner, resource: string, { after, limit }: Stretch): Promise<HolderOfResource[]> {
    let query = this.#database.build
      .selectFrom("tenant_resources as given")
      .innerJoin("tenants as tenant", (join) =>
        join
          .onRef("tenant.account", "=", "given.account")
          .onRef("tenant.region", "=", "given.region")
          .onRef("tenant.name", "=", "given.tenant"),
      )
      .select(["tenant.name", "tenant.id", "given.created_at"])
      .where("given.account", "=", owner.account)
      .where("given.region", "=", owner.region)
      .where("given.resource", "=", resource)
      .orderBy("tenant.name")
      .limit(limit);
    if (after !== undefined) query = query.where("tenant.name", ">", after);
    const rows = await this.#database.read(query.compile());
    return rows.map(({ name, id, created_at: associatedAt }) => ({ name, id, associatedAt }));
  }

  #removal(owner: Owner, name: string): Step {
    const query = this.#database.build
      .deleteFrom("tenants")
      .where((tenant) => tenant.and({ ...owner, name }))
      .compile();
    return { query, otherwise: () => missing(name) };
  }
}

function startsWith(text: RawBuilder<string>, beginning: string): RawBuilder<boolean> {
  return sql<boolean>`substr(${text}, 1, ${sql.lit(beginning.length)}) = ${beginning}`;
}

export function missing(name: string): CallerError {
  return new CallerError("not-found", `The requested tenant <${name}> does not exist.`);
}

function suppressionColumns({ reasons, scope }: TenantSuppression) {
  return {
    suppressed_reasons: reasons === undefined ? null : JSON.stringify(reasons),
    suppression_scope: scope ?? null,
  };
}

function toTenant(row: Selectable<TenantsTable>): Tenant {
  return {
    owner: { account: row.account, region: row.region },
    id: row.id,
    name: row.name,
    createdAt: row.created_at,
    status: row.status,
    statusAt: row.status_at ?? undefined,
    policy: row.policy ?? undefined,
    suppression: {
      reasons:
        row.suppressed_reasons === null
          ? undefined
          : (JSON.parse(row.suppressed_reasons) as TenantSuppression["reasons"]),
      scope: row.suppression_scope ?? undefined,
    },
  };
}
